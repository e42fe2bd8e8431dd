/**
 * The draft of a place: kept on the server as one types, and on this device until the server has it. Where another
 * window wrote a newer one the page says so, and one chooses; what is thrown away can be taken back.
 */
import { empty, fieldsOf, isSame, putBack } from "./fields.js";
import { remember, remembered } from "./memory.js";
import { makeSaver } from "./saving.js";

export function bindDrafts(composer) {
  const { root, form, area, place, signal } = composer;
  const part = (name) => root.querySelector(`[data-draft-${name}]`);
  const state = part("state");
  const key = `draft:${place}`;
  const isRefused = Boolean(form.querySelector(".error-summary"));
  const saver = makeSaver(composer, Number(root.dataset.version ?? 0), isRefused ? {} : fieldsOf(composer), {
    saved: (moment) => {
      keep();
      say(moment ? state.dataset.saved.replace("{time}", clock(moment)) : "");
      part("discard").hidden = !moment;
    },
    away: () => say(state.dataset.kept),
    refused: (words) => say(words || state.dataset.kept),
    other: (draft) => ask(draft),
  });
  let other = null; // what another window wrote, until one chooses
  let thrown = null; // what was thrown away, while it can be taken back

  function say(words) {
    state.textContent = words;
  }

  function keep() {
    remember(key, saver.isDirty() && { fields: fieldsOf(composer), ...saver.base() });
  }

  function ask(draft) {
    other = draft;
    say("");
    part("other").hidden = false;
  }

  /** Goes on from one of the two texts, and saves it over the other. */
  function choose(isMine) {
    saver.settle(other.version, other.fields);
    if (!isMine) putBack(form, other.fields);
    other = null;
    part("other").hidden = true;
    saver.resume();
    saver.save();
    keep();
    area.focus();
  }

  function clear() {
    empty(form, fieldsOf(composer));
    area.value = root.dataset.original ?? "";
    area.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function discard() {
    thrown = fieldsOf(composer);
    saver.hold();
    part("discard").hidden = true;
    part("undo").hidden = false;
    part("undo").focus();
    say(state.dataset.thrown);
    clear();
    await saver.done();
    saver.settle(0, fieldsOf(composer));
    keep();
    const body = composer.request({ place });
    await fetch(root.dataset.discardUrl, { method: "POST", body }).catch(() => {});
    saver.resume();
    saver.soon(); // it may have been taken back meanwhile
  }

  function takeBack() {
    putBack(form, thrown);
    part("undo").hidden = true;
    area.focus();
  }

  /** Puts back what the device kept because the server could not have it. */
  function find() {
    if (isRefused) {
      saver.later(); // what was sent is still nothing but a draft
      return;
    }
    const found = remembered(key);
    const { version, saved } = saver.base();
    if (!found || isSame(found.fields, saved)) {
      remember(key, null);
      return;
    }
    putBack(form, found.fields);
    if (version > found.version && !isSame(found.saved, saved)) {
      saver.differ({ version, fields: saved });
      return;
    }
    say(state.dataset.found);
    saver.later();
  }

  form.addEventListener("input", () => {
    part("undo").hidden = true;
    keep();
    saver.soon();
  });
  part("discard").addEventListener("click", discard);
  part("undo").addEventListener("click", takeBack);
  part("mine").addEventListener("click", () => choose(true));
  part("theirs").addEventListener("click", () => choose(false));
  root.addEventListener("composer:sending", () => {
    saver.hold();
    say("");
  });
  root.addEventListener("composer:stays", () => {
    if (!other) saver.resume();
    saver.soon();
  });
  root.addEventListener("composer:sent", () => remember(key, null));
  document.addEventListener("visibilitychange", saver.save, { signal });
  window.addEventListener("pagehide", saver.save, { signal });
  window.addEventListener("online", saver.save, { signal });

  root.querySelector("[data-plain]").hidden = true; // it is kept by itself
  part("discard").hidden = !(Number(root.dataset.version) > 0);
  find();
}

function clock(moment) {
  return new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}
