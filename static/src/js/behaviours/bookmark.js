/** A bookmark shows at once; when it could not be kept, it is undone with a word. */
export function bindBookmarks(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-bookmark]")) return;
    event.preventDefault();
    const button = form.querySelector("button");
    const kept = button.value === "yes";
    const body = new FormData(form);
    body.set("kept", button.value);
    show(form, button, kept);
    // One after the other, so that the last press is what holds.
    form.sending = (form.sending ?? Promise.resolve()).then(() => send(form, button, body, kept));
  });
}

function show(form, button, kept) {
  form.toggleAttribute("data-kept", kept);
  button.value = kept ? "no" : "yes";
}

async function send(form, button, body, kept) {
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) return;
  } catch {
    // out of reach: undone below, as when it is refused
  }
  show(form, button, !kept);
  say(form.dataset.failed);
}

/** Says something where the site speaks; shown and read out. */
export function say(words) {
  const place = document.querySelector("[data-flashes]");
  const alert = document.createElement("div");
  alert.className = "alert terracotta";
  const line = document.createElement("p");
  line.textContent = words;
  alert.append(line);
  place?.replaceChildren(alert);
}
