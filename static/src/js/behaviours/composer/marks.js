/** What the toolbar and Ctrl+B, Ctrl+I, Ctrl+K do to the words that are chosen; done again, it is undone. */
import { type } from "./typing.js";

const KEYS = { b: "bold", i: "italic", k: "link" };
const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/;
const TABLE = (words) => `| ${words} | ${words} |\n| --- | --- |\n|  |  |\n`;
const BEFORE_LINES = {
  heading: [/^#{1,6} /, () => "## "],
  list: [/^[-*+] (?!\[[ x]\] )/, () => "- "],
  numbers: [/^\d+[.)] /, (at) => `${at + 1}. `],
  tasks: [/^[-*+] \[[ x]\] /, () => "- [ ] "],
  quote: [/^> ?/, () => "> "],
};
const AROUND = { bold: "**", italic: "*" };

export function bindMarks({ root, area }) {
  const mark = (button) => {
    const name = button.dataset.mark;
    const words = button.dataset.words ?? "";
    if (AROUND[name]) around(area, AROUND[name], words);
    else if (BEFORE_LINES[name]) beforeLines(area, BEFORE_LINES[name]);
    else if (name === "link") link(area, words);
    else if (name === "code") code(area, words);
    else if (name === "table") block(area, TABLE(words));
  };
  const button = (name) => root.querySelector(`[data-mark="${name}"]`);
  for (const one of root.querySelectorAll("[data-mark]")) one.addEventListener("click", () => mark(one));
  area.addEventListener("keydown", (event) => {
    const name = KEYS[event.key.toLowerCase()];
    if (!name || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    mark(button(name));
  });
}

function chosen(area) {
  const { value, selectionStart: start, selectionEnd: end } = area;
  return { value, start, end, text: value.slice(start, end) };
}

/** Types words, and chooses those of them that one will want to change. */
function put(area, words, start, end, from, length) {
  type(area, words, start, end);
  area.setSelectionRange(start + from, start + from + length);
}

function around(area, sign, words) {
  const { value, start, end, text } = chosen(area);
  const width = sign.length;
  const isOutside = stands(value.slice(0, start), sign, "end") && stands(value.slice(end), sign, "start");
  if (isOutside) {
    put(area, text, start - width, end + width, 0, text.length);
  } else if (text.length > 2 * width && stands(text, sign, "start") && stands(text, sign, "end")) {
    put(area, text.slice(width, -width), start, end, 0, text.length - 2 * width);
  } else {
    const kept = text.trim() || words;
    const [before, after] = text.trim() ? text.split(text.trim(), 2) : ["", ""];
    put(area, `${before}${sign}${kept}${sign}${after}`, start, end, before.length + width, kept.length);
  }
}

/** Whether a sign, and not a longer one, stands at an end of a text: « ** » is no « * ». */
function stands(text, sign, where) {
  const run = where === "end" ? /\**$/.exec(text)[0] : /^\**/.exec(text)[0];
  return run.length === sign.length || run.length === 3;
}

function beforeLines(area, [known, sign]) {
  const { value, start, end } = chosen(area);
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const next = value.indexOf("\n", end);
  const to = next < 0 ? value.length : next;
  const lines = value.slice(from, to).split("\n");
  const isMarked = lines.every((line) => !line || known.test(line)) && lines.some((line) => known.test(line));
  const marked = lines.map((line, at) => (isMarked ? line.replace(known, "") : `${sign(at)}${line}`)).join("\n");
  type(area, marked, from, to);
  if (start === end) area.setSelectionRange(from + marked.length, from + marked.length);
  else area.setSelectionRange(from, from + marked.length);
}

function link(area, words) {
  const { start, end, text } = chosen(area);
  if (ADDRESS.test(text)) {
    put(area, `[${words}](${text})`, start, end, 1, words.length);
  } else {
    const kept = text || words;
    put(area, `[${kept}](https://)`, start, end, kept.length + 3, "https://".length);
  }
}

function code(area, words) {
  const { start, end, text } = chosen(area);
  if (text.includes("\n")) block(area, `\`\`\`\n${text}\n\`\`\`\n`);
  else put(area, `\`${text || words}\``, start, end, 1, (text || words).length);
}

/** Types a block of its own, parted from what stands before it by an empty line. */
function block(area, words) {
  const { value, start, end } = chosen(area);
  const before = value.slice(0, start);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  type(area, gap + words, start, end);
}
