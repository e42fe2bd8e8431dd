/** Puts words into a field as if they were typed, so that Ctrl+Z takes them back. */
export function type(field, words, start = field.selectionStart, end = field.selectionEnd) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(start, end);
  if (!words && start === end) return;
  // Old, and the one way that keeps what can be undone.
  if (document.execCommand(words ? "insertText" : "delete", false, words)) return;
  field.setRangeText(words, start, end, "end");
  changed(field);
}

/** Replaces words wherever they stand, and leaves the caret where it is; says whether they were there. */
export function swap(field, before, after) {
  const at = field.value.indexOf(before);
  if (at < 0) return false;
  field.setRangeText(after, at, at + before.length, "preserve");
  changed(field);
  return true;
}

/** Fills a field with what somebody wrote before. */
export function fill(field, words) {
  if (field.value === words) return;
  field.value = words;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  changed(field);
}

function changed(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
