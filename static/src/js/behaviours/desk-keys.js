/** One letter an action at the mediators' desk: it chooses a decision, presses a button or follows a link. What the
 * letters are is shown once they work. */
export function bindDeskKeys(root) {
  const desk = root.querySelector("[data-desk-keys]");
  if (!desk) return;
  for (const shown of desk.querySelectorAll("[data-key-shown]")) shown.hidden = false;
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1) return;
    if (event.target.closest("input:not([type=radio]), textarea, select")) return;
    const found = desk.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!found) return;
    event.preventDefault();
    if (found.type !== "radio") {
      found.click();
      return;
    }
    found.checked = true;
    const reason = desk.querySelector("textarea[name=reason]");
    if (found.dataset.fills && !reason.value.trim()) reason.value = found.dataset.fills;
    reason.focus();
  });
}
