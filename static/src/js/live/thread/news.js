// « 2 nouveaux messages »: read out wherever one is, and shown as a way there where they are out of sight.
const QUIET_AFTER = 6000; // milliseconds for which words that need no button stand

export function makeNews(place) {
  const news = document.querySelector("[data-live-news]");
  let first = null;
  let count = 0;
  let timer;

  const seen = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && forget());

  function tell(numbers) {
    first = Math.min(first ?? Infinity, ...numbers);
    count += numbers.length;
    const post = document.getElementById(`post-${first}`);
    const link = document.createElement("a");
    link.href = post ? `#post-${first}` : `${place.dataset.end.split("#")[0].split("?")[0]}?post=${first}#post-${first}`;
    link.textContent = count === 1 ? place.dataset.one : place.dataset.many.replace("{count}", count);
    link.addEventListener("click", forget);
    news.classList.remove("words");
    news.classList.toggle("in-sight", Boolean(post) && isInSight(post));
    news.replaceChildren(link);
    clearTimeout(timer);
    if (news.classList.contains("in-sight")) timer = setTimeout(forget, QUIET_AFTER);
    else if (post) seen.observe(post);
  }

  function forget() {
    seen.disconnect();
    first = null;
    count = 0;
    if (!news.classList.contains("words")) news.replaceChildren();
  }

  /** Says something that stays until the page is left. */
  function say(words) {
    forget();
    news.classList.add("words");
    news.classList.remove("in-sight");
    news.textContent = words;
  }

  return { tell, say };
}

function isInSight(post) {
  const { top } = post.getBoundingClientRect();
  return !document.hidden && top >= 0 && top < innerHeight;
}
