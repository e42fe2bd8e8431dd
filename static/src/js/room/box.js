// The box at the foot: Enter sends, Shift and Enter goes to the next line; what could not be sent comes back into it.
// Files, names and drafts are those of every place to write (behaviours/composer).
import { bindDrafts } from "../behaviours/composer/drafts.js";
import { ofThePage } from "../behaviours/composer/fields.js";
import { bindFiles } from "../behaviours/composer/files.js";
import { bindGrowing } from "../behaviours/composer/growing.js";
import { bindNames } from "../behaviours/composer/pickers.js";
import { fill } from "../behaviours/composer/typing.js";
import { bindAnswering } from "./answering.js";
import { newId } from "./ids.js";

export function bindBox(root, { outbox, speech, typing, toPresent }) {
  const form = root.querySelector("[data-say]");
  const area = form.querySelector("textarea");
  const state = form.querySelector("[data-send-state]");
  const composer = composerOf(form, area);
  const answering = bindAnswering(root, form, area);
  form.querySelector("[data-hint]").hidden = false;
  area.rows = 1;
  for (const name of ["client_id", "reply_to"]) form.querySelector(`[name=${name}]`).disabled = true; // each has its own
  bindMentions(form, area);
  bindFiles(composer);
  bindGrowing(composer);
  bindDrafts(composer);

  async function send() {
    if (!area.value.trim()) return area.focus();
    if (speech.asksToWait()) return area.focus();
    if (composer.uploads.size) {
      state.textContent = state.dataset.files;
      const failed = (await Promise.all(composer.uploads)).some(Boolean);
      state.textContent = "";
      if (failed) return area.focus();
    }
    const body = area.value.trim();
    if (!body) return area.focus();
    await toPresent();
    outbox.send({ client_id: newId(), body, said_at: new Date().toISOString(), reply: answering.get() });
    answering.set(null);
    fill(area, "");
    forgetDraft(form);
    area.focus();
    return undefined;
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    send();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    send();
  });
  area.addEventListener("input", (event) => event.isTrusted && area.value.trim() && typing());
  root.addEventListener("room:give-up", ({ detail }) => {
    fill(area, [detail.body, area.value].filter(Boolean).join("\n"));
    if (detail.reply) answering.set(detail.reply);
    area.focus();
  });
}

/** The form, as the parts of composers know it. */
function composerOf(form, area) {
  const request = (fields) => {
    const body = new FormData();
    body.set("csrf_token", ofThePage(form, "csrf_token")?.value ?? "");
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return body;
  };
  const { signal } = new AbortController();
  return { root: form, form, area, place: form.dataset.place, uploads: new Set(), holders: new Set(), signal, request };
}

function bindMentions(form, area) {
  const state = form.querySelector("[data-pick-state]");
  const say = (count) => {
    state.textContent = state.dataset.words.replace("{count}", count);
  };
  bindNames(area, { url: form.dataset.mentionsUrl, place: form.dataset.place, label: state.dataset.label, say });
}

/** What the box held is sent: its draft is erased with it, and nothing is said of it any more. */
function forgetDraft(form) {
  form.querySelector("[data-draft-state]").textContent = "";
  for (const name of ["discard", "undo"]) form.querySelector(`[data-draft-${name}]`).hidden = true;
}
