/** Choices under a field where one types: the focus stays in it, the arrows go through them (ARIA's combobox). */
const MOVES = { ArrowDown: 1, ArrowUp: -1 };
let made = 0;

/**
 * Args:
 *   field: where one types.
 *   label: what the choices are.
 *   draw: makes the content of a choice's line.
 *   choose: what happens with the one that is taken.
 *   first: the choice that Enter takes before an arrow is pressed: 0, or -1 for none.
 *   keys: what takes a choice.
 */
export function makeListbox(field, { label, draw, choose, first = 0, keys = ["Enter", "Tab"] }) {
  const list = document.createElement("ul");
  list.id = `choices-${(made += 1)}`;
  list.className = "choices";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let choices = [];
  let at = 0;

  function point(next) {
    at = next === -2 ? choices.length - 1 : (next + choices.length) % choices.length;
    [...list.children].forEach((line, index) => line.setAttribute("aria-selected", String(index === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at].id);
  }

  function expand(isOpen) {
    list.hidden = !isOpen;
    if (field.getAttribute("role") === "combobox") field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) field.removeAttribute("aria-activedescendant");
  }

  function open(found, place) {
    choices = found;
    if (!found.length) return close();
    list.replaceChildren(
      ...found.map((choice, index) => {
        const line = document.createElement("li");
        line.id = `${list.id}-${index}`;
        line.setAttribute("role", "option");
        line.append(...draw(choice));
        line.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
        line.addEventListener("click", () => take(index));
        return line;
      }),
    );
    expand(true);
    const widest = field.offsetWidth - list.offsetWidth;
    list.style.left = `${field.offsetLeft + Math.max(0, Math.min(place.left, widest))}px`;
    list.style.top = `${field.offsetTop + place.foot + 2}px`;
    // Above the field, where the window ends beneath it.
    if (list.getBoundingClientRect().bottom > innerHeight) list.style.top = `${field.offsetTop - list.offsetHeight - 2}px`;
    at = first;
    if (at >= 0) point(at);
  }

  function close() {
    expand(false);
    choices = [];
  }

  function take(index) {
    const choice = choices[index];
    close();
    choose(choice);
  }

  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key in MOVES && isPlain) point(at + MOVES[event.key]);
    else if (at >= 0 && keys.includes(event.key) && isPlain && !event.shiftKey) take(at);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  field.addEventListener("blur", close);
  return { open, close };
}
