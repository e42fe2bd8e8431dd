/**
 * Saves the form as one types. What could not be sent stays on this device and is sent again; what another person
 * changed meanwhile comes into the form; where both changed a field, one's own text stays and the page says so.
 */
import { keeper } from "./keeping.js";

const EVERY = 4_000;
const LONGEST_WAIT = 30_000;
const BUTTON_ONLY = /^(files_added|alternative_|caption_|remove_)/;
const HIDDEN = ["csrf_token", "base_version", "opened", "unanswered", "submission"];

export function bindSaving(root, form) {
  const state = form.querySelector("[data-save-state]");
  const told = form.querySelector("[data-told]");
  const field = (name) => form.elements.namedItem(name);
  const kept = keeper(form, () => texts());
  let address = form.dataset.autosave;
  let timer = null;
  let wait = EVERY;
  let underWay = null;
  let isDirty = false;
  let isLeaving = false;

  function texts() {
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && !HIDDEN.includes(name) && !BUTTON_ONLY.test(name)) found[name] = value;
    }
    return found;
  }

  function say(words, isTrouble = false) {
    state.textContent = words;
    state.classList.toggle("trouble", isTrouble);
  }

  function later(milliseconds) {
    timer ??= setTimeout(() => {
      timer = null;
      save();
    }, milliseconds);
  }

  function save() {
    if (underWay || !isDirty) return underWay ?? Promise.resolve();
    if (!field("title").value.trim()) {
      say(state.dataset.untitled);
      return Promise.resolve();
    }
    underWay = send().finally(() => {
      underWay = null;
      if (isDirty && !timer) later(wait);
    });
    return underWay;
  }

  async function send() {
    const sent = texts();
    const body = new FormData();
    for (const name of HIDDEN) body.set(name, field(name)?.value ?? "");
    for (const [name, value] of Object.entries(sent)) body.set(name, value);
    isDirty = false;
    say(state.dataset.saving);
    let answer;
    try {
      answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      unanswered(sent);
      retry(state.dataset.away);
      return;
    }
    if (answer.status >= 500 || answer.status === 429) {
      if (answer.status >= 500) unanswered(sent);
      retry(state.dataset.away);
      return;
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) saved(said, sent);
    else say(`${said.detail ?? ""} ${state.dataset.kept}`, true);
  }

  /** It may have been saved all the same: the next one says so, or one would be at odds with oneself. */
  function unanswered(sent) {
    const before = JSON.parse(field("unanswered").value || "[]");
    field("unanswered").value = JSON.stringify([...before, sent].slice(-3));
  }

  function retry(words) {
    isDirty = true;
    wait = Math.min(wait * 2, LONGEST_WAIT);
    say(words, true);
  }

  function saved(said, sent) {
    wait = EVERY;
    const before = JSON.parse(field("opened").value || "{}");
    const opened = JSON.parse(said.opened);
    for (const [name, text] of Object.entries(said.taken)) {
      const one = field(name);
      if (!one) continue;
      if (one.value === (sent[name] ?? "")) one.value = text;
      else opened[name] = before[name] ?? "-"; // typed while it was under way: the next save settles it
    }
    field("opened").value = JSON.stringify(opened);
    field("unanswered").value = "";
    field("base_version").value = said.version;
    told.textContent = said.told;
    told.hidden = !said.told;
    say(said.words);
    if (address !== said.autosave) {
      address = said.autosave;
      kept.forget();
      kept.moveTo(said.edit);
      history.replaceState(null, "", `${said.edit}${location.hash}`);
    }
    if (!isDirty) kept.forget();
    showProgress(said.completeness);
  }

  function showProgress(completeness) {
    const ring = root.querySelector("[data-ring]");
    ring?.setAttribute("stroke-dasharray", `${completeness.percent} 100`);
    const percent = root.querySelector("[data-percent]");
    if (percent) percent.textContent = percent.textContent.replace(/\d+/, completeness.percent);
    for (const [key, [done, expected]] of Object.entries(completeness.steps)) {
      const count = root.querySelector(`[data-count="${key}"]`);
      if (count) count.textContent = done === expected ? "✓" : `${done}/${expected}`;
    }
  }

  form.addEventListener("input", (event) => {
    if (BUTTON_ONLY.test(event.target.name)) {
      say(state.dataset.button);
      return;
    }
    isDirty = true;
    kept.keep();
    later(EVERY);
  });
  window.addEventListener("online", () => {
    wait = EVERY;
    save();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.hasAttribute("data-preview-sheet")) return;
    if (underWay) {
      event.preventDefault();
      underWay.finally(() => form.requestSubmit(event.submitter));
      return;
    }
    isLeaving = true;
    clearTimeout(timer);
    kept.sent();
  });
  window.addEventListener("pageshow", () => {
    isLeaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty && !isLeaving) event.preventDefault();
  });

  if (kept.restore()) {
    isDirty = true;
    say(state.dataset.found);
    later(EVERY);
  }
}
