/** Sheets of a collection move where they stand: the place shows at once, and the button keeps the focus. */
import { say } from "./bookmark.js";

export function bindOrdering(root) {
  for (const list of root.querySelectorAll("[data-ordering]")) bind(list);
}

function bind(list) {
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  list.after(spoken);
  let sending = Promise.resolve();
  list.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches(".moves") || !button) return;
    event.preventDefault();
    const entry = form.closest("[data-entry]");
    const before = [...list.children];
    if (!place(list, entry, button.value)) return;
    mark(list);
    button.focus();
    entry.scrollIntoView({ block: "nearest" });
    const at = [...list.children].indexOf(entry) + 1;
    spoken.textContent = list.dataset.moved.replace("{place}", at).replace("{count}", before.length);
    const body = new FormData(form);
    body.set("move", button.value);
    sending = sending.then(() => send(list, form.action, body));
  });
  mark(list);
}

/** Moves an entry; says whether it was not there already. */
function place(list, entry, move) {
  const { previousElementSibling: above, nextElementSibling: below } = entry;
  if (move === "up" && above) above.before(entry);
  else if (move === "down" && below) below.after(entry);
  else if (move === "first" && above) list.prepend(entry);
  else if (move === "last" && below) list.append(entry);
  else return false;
  return true;
}

/** The first can't go up, the last can't go down. */
function mark(list) {
  for (const entry of list.children) {
    for (const button of entry.querySelectorAll("[name=move]")) {
      const stays = ["up", "first"].includes(button.value) ? !entry.previousElementSibling : !entry.nextElementSibling;
      if (stays) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
}

async function send(list, action, body) {
  try {
    const answer = await fetch(action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.ok) return;
  } catch {
    // out of reach: said below
  }
  say(list.dataset.failed);
}
