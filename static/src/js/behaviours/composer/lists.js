/** Enter in a list begins its next line; on an empty one, it ends the list. */
import { type } from "./typing.js";

const ITEM = /^(\s*(?:> ?)*)([-*+] \[[ x]\] |[-*+] |(\d+)([.)]) )(.*)$/;

export function bindLists({ area }) {
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const { value, selectionStart: caret, selectionEnd: end } = area;
    if (caret !== end) return;
    const from = value.lastIndexOf("\n", caret - 1) + 1;
    const item = ITEM.exec(value.slice(from, caret));
    if (!item) return;
    const [, indent, sign, number, dot, words] = item;
    event.preventDefault();
    if (words.trim()) type(area, `\n${indent}${number ? `${Number(number) + 1}${dot} ` : sign.replace("x", " ")}`);
    else type(area, "", from, caret);
  });
}
