// The posts of the page: asked for by number, and put where they belong when they are new or look different.
const AT_ONCE = 40; // posts that one answer holds
const MOST_SHOWN = 100; // beyond, new ones are left for their own page

/**
 * @param place where the posts stand.
 * @param told `arrived(numbers, others)`, of new posts and of those among them that others wrote; `changed()`, when the
 *   thread was closed or opened.
 */
export function makePosts(place, told) {
  const first = Number(place.dataset.first);
  let last = Number(place.dataset.last);
  let known = Number(place.dataset.lastNumber); // the newest post of the thread, shown or not
  let line = Promise.resolve(); // one answer after the other, so that an older one never replaces a newer one

  const isAtEnd = () => place.hasAttribute("data-at-end") && last - first < MOST_SHOWN;
  const shown = () => [...place.children].filter((element) => element.dataset.number);

  async function ask(from, to) {
    const answer = await fetch(`${place.dataset.url}?from=${from}&to=${to}`);
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-last-number]");
  }

  /** Shows anew some posts of the page, or all of them; and those that came since, where the page is the last. */
  function refresh(numbers, everything) {
    line = line.then(() => show(numbers, everything)).catch(() => {});
    return line;
  }

  async function show(numbers, everything) {
    const asked = numbers.filter((number) => number >= first && number <= last);
    const newer = numbers.some((number) => number > last);
    if (everything) await showBetween(first, last);
    else for (const [from, to] of runs(asked)) await showBetween(from, to);
    if (newer || everything || !numbers.length) await showNewer(numbers.filter((number) => number > last));
  }

  async function showBetween(from, to) {
    for (let start = from; start <= to; start += AT_ONCE) {
      const end = Math.min(to, start + AT_ONCE - 1);
      put(await ask(start, end), start, end);
    }
  }

  async function showNewer(numbers) {
    if (!isAtEnd()) {
      const news = numbers.filter((number) => number > known);
      known = Math.max(known, ...news);
      if (news.length) told.arrived([], news);
      return;
    }
    const added = [];
    for (;;) {
      const answer = await ask(last + 1, last + AT_ONCE);
      const until = Number(answer.dataset.last);
      if (until <= last) break;
      added.push(...put(answer, last + 1, until));
      last = until;
      if (until >= Number(answer.dataset.lastNumber) || !isAtEnd()) break;
    }
    known = Math.max(known, last);
    const others = added.filter((post) => !post.hasAttribute("data-own"));
    if (added.length) told.arrived(added.map(numberOf), others.map(numberOf));
  }

  /** Puts posts where they belong; those between two numbers that are not there any more go. Gives the new ones. */
  function put(answer, from, to) {
    for (const count of document.querySelectorAll("[data-post-count]")) count.textContent = answer.dataset.count;
    if (answer.dataset.locked !== place.dataset.locked) {
      place.dataset.locked = answer.dataset.locked;
      told.changed();
    }
    const wanted = new Map([...answer.children].filter((one) => one.dataset.number).map((one) => [numberOf(one), one]));
    const added = [];
    for (const one of shown()) {
      const number = numberOf(one);
      if (number < from || number > to) continue;
      const now = wanted.get(number);
      wanted.delete(number);
      if (!now) one.remove();
      else if (now.dataset.state !== one.dataset.state) replace(one, now);
    }
    for (const [number, one] of wanted) {
      const following = shown().find((other) => numberOf(other) > number);
      if (following) following.before(one);
      else place.append(one);
      if (one.matches("article")) added.push(one);
    }
    return added;
  }

  return { refresh, known: () => known };
}

const numberOf = (element) => Number(element.dataset.number);

/** Whoever has the focus in a post keeps it on the same thing in its new look. */
function replace(old, now) {
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const same = held && ["href", "name", "id"].map((name) => held.getAttribute(name) && `[${name}="${CSS.escape(held.getAttribute(name))}"]`).find(Boolean);
  old.replaceWith(now);
  if (same) now.querySelector(same)?.focus({ preventScroll: true });
}

/** Numbers as stretches that follow each other: 3, 4, 5, 9 give [3, 5] and [9, 9]. */
function runs(numbers) {
  const found = [];
  for (const number of [...new Set(numbers)].sort((one, other) => one - other)) {
    const run = found.at(-1);
    if (run && run[1] === number - 1) run[1] = number;
    else found.push([number, number]);
  }
  return found;
}
