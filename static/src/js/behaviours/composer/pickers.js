/** Naming people: « @ » and the first letters open a list of those who may read what is written there. */
import { placeOf } from "./caret.js";
import { makeListbox } from "./listbox.js";
import { type } from "./typing.js";

const WAIT = 150; // milliseconds without a key
const NAMED = /(?:^|[^\p{L}\p{N}_@/.-])@([\p{L}\p{N}._-]{1,40})$/u;
const LEAVING = ["ArrowLeft", "ArrowRight", "Home", "End"];

/**
 * Args:
 *   field: where people are named.
 *   url: where they are looked up.
 *   place: where what is written will stand.
 *   label: what the list is called.
 *   say: tells a screen reader how many were found.
 */
export function bindNames(field, { url, place = "", label, say = () => {} }) {
  let timer;
  let asked = new AbortController();
  const list = makeListbox(field, {
    label,
    draw: ({ handle, name, profession }) => [part("b", name), part("span", `@${handle}`), part("i", profession ?? "")],
    choose: ({ handle }) => type(field, `@${handle} `, named()?.start ?? field.selectionStart, field.selectionEnd),
  });

  function named() {
    const caret = field.selectionStart;
    const found = caret === field.selectionEnd && NAMED.exec(field.value.slice(0, caret));
    return found ? { letters: found[1], start: caret - found[1].length - 1 } : null;
  }

  function close() {
    clearTimeout(timer);
    asked.abort();
    list.close();
  }

  async function look() {
    asked.abort();
    const one = named();
    if (!one) return close();
    asked = new AbortController();
    const { signal } = asked;
    const query = new URLSearchParams({ q: one.letters, place });
    try {
      const answer = await fetch(`${url}?${query}`, { signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      const { people, groups } = await answer.json();
      if (signal.aborted || document.activeElement !== field) return;
      const found = [...people, ...groups.map(({ handle, words }) => ({ handle, name: words }))];
      list.open(found, placeOf(field, one.start));
      if (found.length) say(found.length);
    } catch {
      if (!signal.aborted) close(); // out of reach: the handle can be typed in full
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (named()) timer = setTimeout(look, WAIT);
    else close();
  });
  field.addEventListener("keyup", (event) => LEAVING.includes(event.key) && close());
  field.addEventListener("click", close);
  field.addEventListener("blur", close);
}

function part(tag, words) {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}
