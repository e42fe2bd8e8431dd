import { say } from "./bookmark.js";

/** A reaction shows at once; when it could not be kept, it is undone with a word. */
export function bindReactions(root) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reactions] [data-reaction]");
    if (!button) return;
    event.preventDefault();
    const place = button.closest("[data-reactions]");
    const body = new FormData(button.form);
    body.set(button.name, button.value);
    button.kept ??= button.value === "off"; // what the server holds, as far as is known
    show(button, button.value === "on");
    // One after the other, so that the last press is what holds.
    place.sending = (place.sending ?? Promise.resolve()).then(() => send(place, button, body));
  });
}

function show(button, isOn) {
  button.setAttribute("aria-pressed", String(isOn));
  button.value = isOn ? "off" : "on";
}

async function send(place, button, body) {
  const isOn = body.get(button.name) === "on";
  try {
    const answer = await fetch(button.formAction, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) {
      button.kept = isOn;
      const { html } = await answer.json();
      showWords(place, new DOMParser().parseFromString(html, "text/html"));
      return;
    }
  } catch {
    // out of reach: undone below, as when it is refused
  }
  show(button, button.kept);
  say(place.dataset.failed);
}

/** The words change, the buttons stay: the one that has the focus keeps it, and one pressed meanwhile its state. */
function showWords(place, page) {
  const words = page.querySelector(".reaction-words");
  const shown = place.querySelector(".reaction-words");
  if (shown && words) shown.replaceWith(words);
  else if (words) place.append(words);
  else shown?.remove();
}
