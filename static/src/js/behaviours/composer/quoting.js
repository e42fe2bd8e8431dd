/** « Citer »: a whole post by its link, or the words that are chosen in one; several one after the other. */
import { dock } from "./docking.js";
import { type } from "./typing.js";

const WAIT = 250; // milliseconds after the choice of words last changed
const CONTROLS = "a, button, input, textarea, select, summary";

export function bindQuoting(composer) {
  const { root, area, place, signal } = composer;
  if (!place.startsWith("thread:")) return;
  const button = root.querySelector("[data-quote-selection]");
  const home = button.parentElement;
  let wasInside = false;
  let offered = null;
  let timer;

  function insert(quote) {
    const at = wasInside ? area.selectionStart : area.value.length;
    const before = area.value.slice(0, at);
    const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    dock(composer);
    type(area, `${gap}${quote.trimEnd()}\n\n`, at, at);
    wasInside = true;
  }

  async function insertPost(link) {
    try {
      const answer = await fetch(link.dataset.quote);
      if (!answer.ok) throw new Error(answer.statusText);
      insert(await answer.text());
    } catch {
      location.assign(link.href); // what works without scripts
    }
  }

  /** The post whose words, and no other's, are chosen. Three clicks choose up to the beginning of what follows. */
  function chosen() {
    const selection = document.getSelection();
    const words = selection.toString().trim();
    if (!words) return null;
    const range = selection.getRangeAt(0);
    const from = range.startContainer;
    const post = (from.nodeType === Node.TEXT_NODE ? from.parentElement : from).closest("[data-quoted]");
    if (!post) return null;
    const own = range.cloneRange();
    if (!post.contains(range.endContainer)) own.setEndAfter(post.lastChild);
    return own.toString().trim() === range.toString().trim() ? { post, words, range: own } : null;
  }

  function offer() {
    offered = chosen();
    if (!offered) return hide();
    const { post, range } = offered;
    post.after(button);
    button.hidden = false;
    const words = range.getBoundingClientRect();
    const ground = (button.offsetParent ?? document.documentElement).getBoundingClientRect();
    button.style.top = `${words.bottom - ground.top + 6}px`;
    button.style.left = `${Math.max(0, Math.min(words.left - ground.left, ground.width - button.offsetWidth))}px`;
  }

  function hide() {
    if (button.hidden || button === document.activeElement) return;
    button.hidden = true;
    home.append(button);
  }

  function insertChosen() {
    const { author, quoted } = offered.post.dataset;
    const name = author.replace(/[\\[\]*_`]/g, "\\$&");
    const lines = offered.words.replace(/\n{3,}/g, "\n\n").split("\n");
    document.getSelection().removeAllRanges();
    insert([`> [${name}](/posts/${quoted})\u00a0:`, ...lines.map((line) => `> ${line}`.trimEnd())].join("\n"));
    hide();
  }

  area.addEventListener("focus", () => {
    wasInside = true;
  });
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the words stay chosen
  button.addEventListener("click", insertChosen);
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, WAIT);
  }, { signal });
  document.addEventListener("keydown", (event) => {
    // Whoever chooses words gives the focus to the whole page: from there the Tab key would lead to its top.
    if (event.key !== "Tab" || event.shiftKey || button.hidden || document.activeElement.matches(CONTROLS)) return;
    event.preventDefault();
    button.focus();
  }, { signal });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-quote]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    insertPost(link);
  }, { signal });
}
