/**
 * Sends the form once. Where the connection is lost meanwhile the text is kept and sent again when it is back: the
 * number that the form carries makes twice one and the same. What the server refuses comes back into the page.
 */
import { newId } from "../../room/ids.js";
import { empty, fieldsOf, isSame, ofThePage } from "./fields.js";
import { pending } from "./pending.js";

const FIRST_WAIT = 2_000; // milliseconds
const LONGEST_WAIT = 30_000;
const SLOW = 1_000;
const AWAY = new Set([502, 503, 504]);

export function bindSending(composer, rebind) {
  const { root, form, area, signal } = composer;
  if (form.method !== "post") return;
  const state = root.querySelector("[data-send-state]");
  const giveUp = root.querySelector("[data-send-stop]");
  const number = ofThePage(form, "submission");
  const kept = pending(composer);
  let tried = kept.find(number); // what may have arrived under the number
  let stop = null;
  let slow;

  function show(words, isTrouble = false) {
    state.textContent = words;
    state.classList.toggle("field-error", isTrouble);
  }

  function lock(isLocked) {
    area.readOnly = isLocked;
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      if (isLocked) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  async function send(submitter) {
    stop = new AbortController();
    lock(true);
    root.dispatchEvent(new Event("composer:sending"));
    if (composer.uploads.size) show(state.dataset.files);
    const failed = (await Promise.all(composer.uploads)).some(Boolean);
    if (failed) return stay("");
    const fields = fieldsOf(composer);
    if (tried && !isSame(tried, fields)) number.value = newId();
    slow = setTimeout(() => show(state.dataset.sending), SLOW);
    const answer = await insist(new FormData(form), submitter, fields).catch(() => null);
    clearTimeout(slow);
    giveUp.hidden = true;
    if (!answer) return stay(state.dataset.stopped);
    await take(answer, fields);
  }

  /** Sends until the server answers, or until one gives up. */
  async function insist(body, submitter, fields) {
    if (submitter?.name) body.set(submitter.name, submitter.value);
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const answer = await attempt(body);
      if (stop.signal.aborted) throw stop.signal.reason;
      if (answer) return answer;
      if (number) tried = fields;
      kept.hold(fields, number);
      clearTimeout(slow);
      show(state.dataset.waiting);
      giveUp.hidden = false;
      await connection(wait, stop.signal);
    }
  }

  async function attempt(body) {
    const headers = { Accept: "text/html", "X-Redirects": "told" };
    const request = { method: "POST", body, headers, signal: stop.signal };
    const answer = await fetch(form.action, request).catch(() => null);
    return answer && !AWAY.has(answer.status) ? answer : null;
  }

  async function take(answer, fields) {
    const leadsTo = answer.headers.get("X-Location") ?? (answer.redirected && answer.ok ? answer.url : "");
    if (leadsTo) {
      root.dispatchEvent(new Event("composer:sent"));
      kept.forget();
      if (number) {
        empty(form, fields);
        number.value = newId();
        tried = null;
      }
      location.assign(leadsTo);
      return;
    }
    kept.forget();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const same = [...page.querySelectorAll("form:has([data-composer])")].find(
      (one) => one.getAttribute("action") === form.getAttribute("action"),
    );
    if (same) refuse(document.adoptNode(same));
    else stay(`${page.querySelector("main h1 + p")?.textContent ?? ""} ${state.dataset.refused}`.trim(), true);
  }

  /** The form as the server gives it back, with what is to be put right. */
  function refuse(same) {
    composer.end();
    form.replaceWith(same);
    rebind(same);
    (same.querySelector("[data-focus]") ?? same.querySelector("textarea")).focus();
  }

  function stay(words, isTrouble = false) {
    stop = null;
    lock(false);
    show(words, isTrouble);
    root.dispatchEvent(new Event("composer:stays"));
  }

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    if (!stop) send(event.submitter);
  });
  giveUp.addEventListener("click", () => stop?.abort());
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  window.addEventListener("pageshow", (event) => event.persisted && stay(""), { signal });
  if (tried) show(state.dataset.found);
}

/** Resolves when the browser says that the network is back, or after a while. */
function connection(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    window.addEventListener("online", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true, signal });
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
