/** Saves the draft of a place, one save at a time, again after a while where the server can't be reached. */
import { fieldsOf, isBlank, isSame } from "./fields.js";

const WAIT = 1_000; // milliseconds without a key
const AGAIN = 5_000;
const LONGEST_WAIT = 60_000;
const MOST_KEPT_ALIVE = 60_000; // bytes that browsers still send for a page that is left

/**
 * Args:
 *   composer: whose fields.
 *   version: of the draft that the page shows, 0 for none.
 *   known: the fields as the server has them.
 *   tell: what is called: `saved(moment)`, `away()`, `refused(words)`, `other(draft)`.
 */
export function makeSaver(composer, version, known, tell) {
  let wait = AGAIN;
  let timer;
  let underWay = null;
  let unanswered = null; // what was sent and may have arrived
  let isHeld = false;

  const isDirty = () => !isSame(fieldsOf(composer), known);

  function later(milliseconds = WAIT) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  function save() {
    clearTimeout(timer);
    if (underWay || isHeld || !isDirty()) return;
    underWay = send(fieldsOf(composer)).finally(() => {
      underWay = null;
      if (!isHeld && isDirty()) later(wait);
    });
  }

  async function send(fields) {
    const body = composer.request({ place: composer.place, version, fields: JSON.stringify(fields) });
    const keepalive = document.visibilityState === "hidden" && JSON.stringify(fields).length < MOST_KEPT_ALIVE;
    const headers = { Accept: "application/json" };
    let answer;
    try {
      answer = await fetch(composer.root.dataset.draftsUrl, { method: "POST", body, headers, keepalive });
    } catch {
      unanswered = fields;
    }
    if (isHeld) return;
    if (!answer || answer.status >= 500 || answer.status === 429) {
      wait = Math.min(wait * 2, LONGEST_WAIT);
      tell.away();
      return;
    }
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) {
      wait = WAIT;
      settle(said.version, fields);
      tell.saved(isBlank(fields) ? null : said.saved_at);
    } else if (answer.status === 409 && "version" in said) {
      differ(said);
    } else {
      hold();
      tell.refused([403, 404].includes(answer.status) ? "" : said.detail); // no place for drafts: the device keeps it
    }
  }

  /**
   * Another window wrote: unless it was this one and the answer was lost, or there is nothing left of what it wrote,
   * one is asked.
   */
  function differ(said) {
    if (isBlank(said.fields) || (unanswered && isSame(said.fields, unanswered))) {
      settle(said.version, said.fields);
      return;
    }
    hold();
    tell.other(said);
  }

  function settle(itsVersion, itsFields) {
    version = itsVersion;
    known = itsFields;
    composer.form.elements.namedItem("version").value = version; // the form says it where it is sent and comes back
    unanswered = null;
  }

  function hold() {
    isHeld = true;
    clearTimeout(timer);
  }

  return {
    save,
    later,
    hold,
    isDirty,
    settle,
    differ,
    resume: () => {
      isHeld = false;
    },
    soon: () => {
      if (!underWay && !isHeld) later();
    },
    done: () => underWay,
    base: () => ({ version, saved: known }),
  };
}
