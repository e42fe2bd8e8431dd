/** « j » and « k » go down and up a list; Enter opens, as on any link. */
export function bindKeyboardList(root) {
  const list = root.querySelector("[data-keyboard-list]");
  if (!list) return;
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key)) return;
    if (event.target.closest("input, textarea, select")) return;
    const links = [...list.querySelectorAll("h3 a")];
    const at = links.indexOf(root.activeElement);
    const next = event.key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
    links[next]?.focus();
  });
}
