/** The editor of sheets: one step at a time, saved as one types, kept on this device while the network is away. */
import { bindSteps } from "./editor/steps.js";
import { bindSaving } from "./editor/saving.js";

export function bindEditor(root) {
  const form = root.querySelector("[data-editor]");
  if (!form) return;
  bindSteps(root, form);
  bindSaving(root, form);
}
