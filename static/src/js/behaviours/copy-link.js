/** « Lien » copies the address of a post; where it can't, it leads there as any link does. */
const SAID_FOR = 2000; // milliseconds

export function bindCopyLinks(root) {
  root.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-copy]");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
    } catch {
      location.assign(link.href);
      return;
    }
    link.dataset.words ??= link.textContent;
    link.setAttribute("role", "status");
    link.textContent = link.dataset.copy;
    setTimeout(() => {
      link.textContent = link.dataset.words;
      link.removeAttribute("role");
    }, SAID_FOR);
  });
}
