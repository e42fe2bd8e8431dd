/** Where people write: a text area that works alone, and what scripts add to it. Each part may fail by itself. */
import { bindArrivals } from "./composer/arrivals.js";
import { bindDrafts } from "./composer/drafts.js";
import { ofThePage } from "./composer/fields.js";
import { bindFiles } from "./composer/files.js";
import { bindGrowing } from "./composer/growing.js";
import { bindLists } from "./composer/lists.js";
import { bindMarks } from "./composer/marks.js";
import { bindNames } from "./composer/pickers.js";
import { bindPreview } from "./composer/preview.js";
import { bindQuoting } from "./composer/quoting.js";
import { bindSending } from "./composer/sending.js";
import { bindSimilar } from "./composer/similar.js";
import { bindTags } from "./composer/tags.js";
import { bindToolbar } from "./composer/toolbar.js";

const PARTS = [bindLists, bindMarks, bindToolbar, bindGrowing, bindPreview, bindFiles, bindQuoting, bindArrivals];

export function bindComposers(root) {
  for (const found of root.querySelectorAll("[data-composer]")) bind(found);
  for (const field of root.querySelectorAll("input[data-people]")) {
    const { people: url, place } = field.dataset;
    attempt(() => bindNames(field, { url, place, label: field.labels[0].textContent.trim() }));
  }
}

function bind(root) {
  const form = root.closest("form");
  const area = root.querySelector("textarea");
  const over = new AbortController();
  const composer = {
    root,
    form,
    area,
    place: root.dataset.place ?? "",
    uploads: new Set(), // under way, each a promise of the words of its failure
    holders: new Set(), // what holds their places in the text
    signal: over.signal, // ends what is bound beyond the form, when the form is replaced
    end: () => over.abort(),
    request: (fields) => request(form, fields),
  };
  attempt(() => bindTags(form));
  attempt(() => bindSimilar(form));
  if (root.dataset.mentionsUrl) attempt(() => bindMentions(composer));
  for (const part of PARTS) attempt(() => part(composer));
  if (root.dataset.draftsUrl) attempt(() => bindDrafts(composer));
  attempt(() => bindSending(composer, bindComposers));
}

function attempt(part) {
  try {
    part();
  } catch (error) {
    console.error(error);
  }
}

function bindMentions({ root, area, place }) {
  const state = root.querySelector("[data-pick-state]");
  const say = (count) => {
    state.textContent = state.dataset.words.replace("{count}", count);
  };
  bindNames(area, { url: root.dataset.mentionsUrl, place, label: state.dataset.label, say });
}

/** What is asked of the server beside the form, with the form's own token. */
function request(form, fields) {
  const body = new FormData();
  body.set("csrf_token", ofThePage(form, "csrf_token")?.value ?? "");
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return body;
}
