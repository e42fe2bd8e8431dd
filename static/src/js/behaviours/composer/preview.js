/** How the text will be read, by the renderer that renders it when it is sent: beside it, or below on a phone. */
import { remember, remembered } from "./memory.js";

const WAIT = 400; // milliseconds without a key
const AWAY = 5_000; // milliseconds until it is asked again
const REMEMBERED = "composer-preview";

export function bindPreview(composer) {
  const { root, area } = composer;
  const button = root.querySelector("[data-preview]");
  const pane = root.querySelector("[data-preview-pane]");
  const content = pane.querySelector("[data-preview-text]");
  const state = root.querySelector("[data-preview-state]");
  let timer;
  let asked = new AbortController();

  async function show() {
    clearTimeout(timer);
    asked.abort(); // an answer that comes late is one to an older text
    asked = new AbortController();
    const { signal } = asked;
    pane.toggleAttribute("data-empty", !area.value.trim());
    if (!area.value.trim()) {
      content.replaceChildren();
      return;
    }
    const body = composer.request({ source: area.value, place: composer.place });
    try {
      const answer = await fetch(root.dataset.previewUrl, { method: "POST", body, signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const html = await answer.text();
      if (signal.aborted) return;
      content.innerHTML = html; // rendered and cleaned by the server
      state.textContent = state.dataset.words;
    } catch {
      if (!signal.aborted) timer = setTimeout(show, AWAY); // out of reach for a moment: the last preview stays
    }
  }

  function toggle(isOpen) {
    pane.hidden = !isOpen;
    root.classList.toggle("with-preview", isOpen);
    button.setAttribute("aria-pressed", String(isOpen));
    state.textContent = "";
    if (isOpen) show();
    else {
      clearTimeout(timer);
      asked.abort();
    }
  }

  button.hidden = false;
  button.addEventListener("click", () => {
    toggle(pane.hidden);
    remember(REMEMBERED, !pane.hidden);
  });
  for (const event of ["input", "change"]) {
    area.addEventListener(event, () => {
      clearTimeout(timer);
      if (!pane.hidden) timer = setTimeout(show, WAIT);
    });
  }
  if (remembered(REMEMBERED)) toggle(true);
}
