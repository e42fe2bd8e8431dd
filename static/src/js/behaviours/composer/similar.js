/** While a title is typed: what was already said about it. */
const WAIT = 500; // milliseconds without a key
const SHORTEST = 6; // letters from which a title says something

export function bindSimilar(form) {
  const place = form.querySelector("[data-similar]");
  if (!place) return;
  const { similarUrl: url, space, words } = place.dataset;
  const title = form.elements.namedItem("title");
  const list = place.querySelector("[data-similar-list]");
  const state = place.querySelector("[data-similar-state]");
  let timer;
  let asked = new AbortController();

  async function look() {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const typed = title.value.trim();
    if (typed.length < SHORTEST) return show("");
    try {
      const answer = await fetch(`${url}?${new URLSearchParams({ title: typed, space })}`, { signal });
      const html = answer.ok ? await answer.text() : "";
      if (!signal.aborted) show(html);
    } catch {
      // out of reach, or asked again: what is shown stays
    }
  }

  function show(html) {
    list.innerHTML = html;
    const count = list.querySelectorAll("li").length;
    place.hidden = !count;
    state.textContent = count ? words.replace("{count}", count) : "";
  }

  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  if (title.value) look();
}
