/** Where people write: a toolbar, a preview by the server's own renderer, a draft kept on this device, Ctrl+Enter. */

const MARKS = {
  bold: (text) => `**${text || "…"}**`,
  italic: (text) => `*${text || "…"}*`,
  list: (text) => (text || "…").split("\n").map((line) => `- ${line}`).join("\n"),
  quote: (text) => (text || "…").split("\n").map((line) => `> ${line}`).join("\n"),
  link: (text) => `[${text || "…"}](https://)`,
};
const WAIT = 400;

export function bindComposers(root) {
  for (const composer of root.querySelectorAll("[data-composer]")) bind(composer);
}

function bind(composer) {
  const area = composer.querySelector("textarea");
  const form = composer.closest("form");
  composer.querySelector("[data-tools]").hidden = false;
  bindMarks(composer, area);
  bindPreview(composer, area, form);
  if (composer.dataset.draft) bindDraft(composer, area, form);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}

function bindMarks(composer, area) {
  for (const button of composer.querySelectorAll("[data-mark]")) {
    button.addEventListener("click", () => {
      const { selectionStart: start, selectionEnd: end } = area;
      const marked = MARKS[button.dataset.mark](area.value.slice(start, end));
      area.setRangeText(marked, start, end, "select");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
  }
}

function bindPreview(composer, area, form) {
  const button = composer.querySelector("[data-preview]");
  const pane = composer.querySelector("[data-preview-pane]");
  let timer;
  const show = async () => {
    const body = new FormData();
    body.set("source", area.value);
    body.set("csrf_token", form.querySelector("[name=csrf_token]")?.value ?? "");
    try {
      const answer = await fetch(composer.dataset.previewUrl, { method: "POST", body });
      if (answer.ok) pane.innerHTML = await answer.text(); // rendered and cleaned by the server
    } catch {
      // out of reach for a moment: the last preview stays
    }
  };
  button.addEventListener("click", () => {
    pane.hidden = !pane.hidden;
    button.setAttribute("aria-pressed", String(!pane.hidden));
    if (!pane.hidden) show();
  });
  area.addEventListener("input", () => {
    if (pane.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  });
}

function bindDraft(composer, area, form) {
  const key = `draft:${composer.dataset.draft}`;
  const state = composer.querySelector("[data-draft-state]");
  const sent = sessionStorage.getItem("draft-sent");
  if (sent && !composer.classList.contains("wrong")) {
    // The page after a sent form: what was sent is no draft any more.
    localStorage.removeItem(sent);
    sessionStorage.removeItem("draft-sent");
  }
  const kept = localStorage.getItem(key);
  if (kept && !area.value) {
    area.value = kept;
    state.textContent = state.dataset.restored;
  }
  let timer;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (area.value) localStorage.setItem(key, area.value);
      else localStorage.removeItem(key);
      state.textContent = area.value ? state.dataset.saved : "";
    }, WAIT);
  });
  form.addEventListener("submit", () => {
    localStorage.setItem(key, area.value);
    sessionStorage.setItem("draft-sent", key);
  });
}
