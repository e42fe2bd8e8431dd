/** While somebody types in a search box: what they may mean, to go there at once. Enter still looks for what is typed. */
import { makeListbox } from "./composer/listbox.js";

const WAIT = 120; // milliseconds without a key
const SHORTEST = 2; // letters

export function bindSuggestions(root) {
  for (const field of root.querySelectorAll("[data-suggest]")) bind(field);
}

function bind(field) {
  const { suggest: url, label, one, many, none } = field.dataset;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-expanded", "false");
  const list = makeListbox(field, {
    label,
    draw,
    choose: (choice) => location.assign(choice.url),
    first: -1, // Enter looks for what was typed
    keys: ["Enter"],
  });
  field.form.append(said);
  let timer;
  let asked = new AbortController();

  function close() {
    clearTimeout(timer);
    asked.abort();
    list.close();
    said.textContent = "";
  }

  async function look() {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const typed = field.value.trim();
    if (typed.length < SHORTEST) return close();
    try {
      const answer = await fetch(`${url}?${new URLSearchParams({ q: typed })}`, {
        signal,
        headers: { Accept: "application/json" },
      });
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      if (signal.aborted || document.activeElement !== field) return;
      list.open(suggestions, { left: 0, foot: field.offsetHeight });
      const count = suggestions.length;
      said.textContent = count > 1 ? many.replace("{count}", count) : count ? one : none;
    } catch {
      if (!signal.aborted) close(); // out of reach: what is typed can be looked for all the same
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim().length < SHORTEST) close();
    else timer = setTimeout(look, WAIT);
  });
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
}

function draw({ kind, title, fact }) {
  return [part("b", title), part("span", kind), part("i", fact)];
}

function part(tag, words) {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}
