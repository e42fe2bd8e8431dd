/** The table of contents says which section is being read. */
export function followContents(root) {
  const links = [...root.querySelectorAll(".toc a[href^='#']")];
  if (!links.length || !("IntersectionObserver" in window)) return;
  const byId = new Map(links.map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver(
    (entries) => {
      const entry = entries.find((found) => found.isIntersecting);
      if (!entry) return;
      for (const link of links) link.removeAttribute("aria-current");
      byId.get(entry.target.id)?.setAttribute("aria-current", "true");
    },
    { rootMargin: "-80px 0px -70% 0px" },
  );
  for (const id of byId.keys()) {
    const section = root.getElementById(id);
    if (section) seen.observe(section);
  }
}
