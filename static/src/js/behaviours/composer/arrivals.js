/** Somebody replied while one was writing: said above the text, with a link to what they wrote. */
export function bindArrivals({ root, form, area, place, signal }) {
  const news = root.querySelector("[data-news]");
  if (!news || !place.startsWith("thread:")) return;
  let first = null;
  let count = 0;
  const seen = form.elements.namedItem("seen");

  function tell({ numbers }) {
    if (seen) seen.value = Math.max(Number(seen.value), ...numbers); // the server need not say it again
    if (!area.value.trim() && document.activeElement !== area) return;
    const known = [first ?? Infinity, ...numbers];
    first = Math.min(...known);
    count += numbers.length;
    const link = document.createElement("a");
    const isHere = document.getElementById(`post-${first}`);
    link.href = isHere ? `#post-${first}` : `${location.pathname}?post=${first}#post-${first}`;
    link.textContent = news.dataset.link;
    link.addEventListener("click", () => setTimeout(forget));
    const words = count === 1 ? news.dataset.one : news.dataset.many.replace("{count}", count);
    news.replaceChildren(words, " ", link);
  }

  function forget() {
    first = null;
    count = 0;
    news.replaceChildren();
  }

  document.addEventListener("mediane:posts", (event) => tell(event.detail), { signal });
}
