/** Puts the reader on the summary of errors after a refused form. */
export function focusFirstError(root) {
  root.querySelector("[data-focus]")?.focus();
}
