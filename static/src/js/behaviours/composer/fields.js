/** What a form holds that a person wrote: what a draft keeps, and what it puts back. */
import { fill } from "./typing.js";

const OF_THE_PAGE = new Set(["csrf_token", "submission", "seen", "place", "version", "anyway"]);
const WRITTEN = ["title", "body"];
const CHOSEN = ["checkbox", "radio"];

/** A field that the page fills in itself; where a page has several forms, the names of one may begin apart. */
export function ofThePage(form, name) {
  return form.querySelector(`[name="${name}"], [name$="-${name}"]`);
}

/** The fields by name, without the places of files that are still on their way. */
export function fieldsOf({ form, area, holders }) {
  const data = new FormData(form);
  const found = {};
  for (const [name, value] of data) {
    if (typeof value !== "string" || OF_THE_PAGE.has(name.replace(/^.*-/, ""))) continue;
    const all = data.getAll(name);
    found[name] = all.length > 1 ? all : value;
  }
  for (const holder of holders) {
    found[area.name] = found[area.name].replace(`${holder}\n`, "").replace(holder, "");
  }
  return found;
}

export function isBlank(fields) {
  return !WRITTEN.some((name) => fields[name]?.trim());
}

export function isSame(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const plain = (held) => String(held ?? "").replace(/\r\n/g, "\n");
  return [...names].every((name) => plain(one[name]) === plain(other[name]));
}

/** Puts fields into the form; what they do not name stays, but for boxes: those of a name that is not there are empty. */
export function putBack(form, fields) {
  for (const box of form.querySelectorAll("[type=checkbox][name]")) {
    if (!(box.name in fields)) box.checked = false;
  }
  for (const [name, held] of Object.entries(fields)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (CHOSEN.includes(field.type)) field.checked = [held].flat().includes(field.value);
      else if (typeof held === "string") fill(field, held);
    }
  }
}

/** Empties what a person wrote, after it was sent or thrown away; what was chosen beside stays. */
export function empty(form, fields) {
  for (const name of Object.keys(fields)) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.tagName === "SELECT" || CHOSEN.includes(field.type)) continue;
      field.value = "";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}
