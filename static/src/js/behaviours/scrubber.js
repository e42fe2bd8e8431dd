/** In a long thread, says by number which post is being read. */
export function bindScrubber(root) {
  const place = root.querySelector("[data-scrub-place]");
  const posts = root.querySelector("[data-posts]");
  if (!place || !posts) return;
  const total = Number(posts.dataset.lastNumber);
  if (!total) return;
  const seen = new IntersectionObserver(
    (entries) => {
      const entry = entries.find((found) => found.isIntersecting);
      if (!entry) return;
      const of = Math.max(total, Number(posts.dataset.last));
      place.textContent = place.dataset.words.replace("{at}", entry.target.dataset.number).replace("{of}", of);
      place.hidden = false;
    },
    { rootMargin: "-120px 0px -70% 0px" },
  );
  const watch = () => posts.querySelectorAll("article[data-number]").forEach((post) => seen.observe(post));
  watch();
  document.addEventListener("mediane:posts", watch);
}
