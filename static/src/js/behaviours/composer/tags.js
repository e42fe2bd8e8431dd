/** A field of keywords, parted by commas: each becomes a chip, and those in use are offered as one types. */
import { makeListbox } from "./listbox.js";

const WAIT = 150; // milliseconds without a key
const PARTED = /[,;]/;

export function bindTags(form) {
  const held = form.querySelector("[data-tags-url]");
  if (!held) return;
  const words = held.dataset;
  const { field, chips, entry, state } = build(held);
  const list = makeListbox(entry, {
    label: words.list,
    draw: ({ name }) => [name],
    choose: ({ name }) => add(name),
    first: -1, // Enter takes what was typed
  });
  let timer;

  const tags = () => held.value.split(PARTED).map((tag) => tag.trim()).filter(Boolean);

  function hold(all) {
    held.value = all.join(", ");
    draw();
    held.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function draw() {
    chips.replaceChildren(...tags().map(chip));
    chips.hidden = !held.value;
  }

  function chip(tag) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", words.remove.replace("{tag}", tag));
    button.addEventListener("click", () => remove(tag));
    item.append(tag, button);
    return item;
  }

  function add(typed) {
    clearTimeout(timer);
    list.close();
    const known = new Set(tags().map((tag) => tag.toLowerCase()));
    const added = typed.split(PARTED).map((tag) => tag.trim()).filter((tag) => tag && !known.has(tag.toLowerCase()));
    entry.value = "";
    if (!added.length) return;
    hold([...tags(), ...added]);
    state.textContent = words.added.replace("{tag}", added.join(", "));
  }

  function remove(tag) {
    hold(tags().filter((one) => one !== tag));
    state.textContent = words.removed.replace("{tag}", tag);
    entry.focus();
  }

  async function look() {
    const letters = entry.value.trim();
    if (!letters) return list.close();
    try {
      const query = new URLSearchParams({ q: letters, space: words.space });
      const answer = await fetch(`${words.tagsUrl}?${query}`, { headers: { Accept: "application/json" } });
      const found = answer.ok ? (await answer.json()).tags : [];
      if (entry.value.trim() !== letters || document.activeElement !== entry) return;
      const chosen = tags();
      list.open(found.filter(({ name }) => !chosen.includes(name)), { left: 0, foot: entry.offsetHeight });
    } catch {
      list.close(); // out of reach: the word can be typed in full
    }
  }

  entry.addEventListener("input", () => {
    clearTimeout(timer);
    if (PARTED.test(entry.value)) add(entry.value);
    else timer = setTimeout(look, WAIT);
  });
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && entry.value.trim()) {
      event.preventDefault();
      add(entry.value);
    } else if (event.key === "Backspace" && !entry.value && held.value) {
      remove(tags().at(-1));
    }
  });
  entry.addEventListener("change", () => add(entry.value));
  held.addEventListener("change", draw);
  field.addEventListener("click", (event) => event.target === field && entry.focus());
  draw();
}

/** The field that is typed in takes the place, the name and the help of the one that is sent. */
function build(held) {
  const field = document.createElement("div");
  const chips = document.createElement("ul");
  const entry = document.createElement("input");
  const state = document.createElement("p");
  field.className = "chips";
  state.className = "visually-hidden";
  state.setAttribute("role", "status");
  entry.id = held.id;
  entry.autocomplete = "off";
  entry.setAttribute("role", "combobox");
  entry.setAttribute("aria-expanded", "false");
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (held.hasAttribute(name)) entry.setAttribute(name, held.getAttribute(name));
  }
  held.removeAttribute("id");
  held.before(field);
  field.append(chips, entry, state);
  held.type = "hidden";
  return { field, chips, entry, state };
}
