/** « / » leads to the search box, unless one is writing. */
export function bindSearchShortcut(root) {
  const box = root.querySelector("[data-slash]");
  if (!box) return;
  root.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
