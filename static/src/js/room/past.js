/**
 * The past, without end in both directions: pages of history are asked for as any page is, under the reader's own
 * rights, and what they show is put before or after what stands.
 */
const AHEAD = "600px"; // before its end is reached, the next page is asked for

/**
 * Args:
 *   root: holds the links to what is older and newer, and the words.
 *   list: where the messages stand.
 *   pane: what scrolls, null for the page itself.
 *   joined: called once messages were put in; is told whether they now reach the present, where that may have changed.
 *   before, after: put something in above and below what one reads, which stays in its place.
 */
export function makePast(root, { list, pane = null, joined, before, after }) {
  const ways = { older: root.querySelector("[data-older]"), newer: root.querySelector("[data-newer]") };
  const told = root.querySelector("[data-told]");
  const under = { older: false, newer: false };
  let turn = 0; // what was asked before one went elsewhere is not put in any more

  async function ask(url) {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const isOfHere = !root.dataset.history || new URL(answer.url).pathname === root.dataset.history;
    if (!answer.ok || !isOfHere) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const messages = page.querySelector("[data-past] [data-messages]");
    if (!messages) throw new Error("no messages");
    const link = (name) => {
      const way = page.querySelector(`[data-${name}]`);
      return way && !way.hidden ? way.querySelector("a").getAttribute("href") : "";
    };
    return { pieces: [...messages.children].map((piece) => document.adoptNode(piece)), older: link("older"), newer: link("newer") };
  }

  function lead(name, url) {
    ways[name].hidden = !url;
    if (url) ways[name].querySelector("a").setAttribute("href", url);
    watch.unobserve(ways[name]);
    if (url) watch.observe(ways[name]);
  }

  async function load(name) {
    if (under[name] || ways[name].hidden) return;
    under[name] = true;
    const asked = turn;
    try {
      const page = await ask(ways[name].querySelector("a").href);
      if (asked !== turn) return;
      const pieces = page.pieces.filter((piece) => !piece.id || !document.getElementById(piece.id));
      const put = name === "older" ? before : after;
      put(() => {
        if (name === "older") list.prepend(...pieces);
        else list.append(...pieces);
        joined(name === "older" ? undefined : !page.newer);
      });
      lead(name, page[name]);
    } catch {
      told.textContent = root.dataset.away; // the link stays, and the next scroll towards it asks again
    } finally {
      under[name] = false;
    }
  }

  /** Shows another stretch of the same room in the place of what stands; says whether it did. */
  async function goTo(url) {
    const asked = (turn += 1);
    try {
      const page = await ask(url);
      if (asked !== turn) return false;
      after(() => {
        list.replaceChildren(...page.pieces);
        joined(!page.newer);
      });
      lead("older", page.older);
      lead("newer", page.newer);
      return true;
    } catch {
      told.textContent = root.dataset.away;
      return false;
    }
  }

  const watch = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) load(target === ways.older ? "older" : "newer");
    },
    { root: pane, rootMargin: `${AHEAD} 0px` },
  );
  for (const name of ["older", "newer"]) {
    ways[name].querySelector("a").addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      load(name);
    });
    if (!ways[name].hidden) watch.observe(ways[name]);
  }

  return { goTo, olderThan: (seq) => lead("older", `${root.dataset.history}?before=${seq}`) };
}

/** Marks a message, brings it before the eyes and gives it the focus, so that it is read out. */
export function seek(article) {
  for (const other of document.querySelectorAll(".sought")) other.classList.remove("sought");
  article.classList.add("sought");
  article.scrollIntoView({ block: "center" });
  article.focus({ preventScroll: true });
}
