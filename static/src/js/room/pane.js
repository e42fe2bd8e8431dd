// How what was said scrolls: it follows the present while one reads it, and stays where one reads the past.
const NEAR = 80; // pixels from the foot at which one still reads the present
const QUIET = 1000; // milliseconds for which screen readers are told nothing of what is put in from the past

export function makePane(root) {
  const pane = root.querySelector("[data-log]");
  const toPresent = root.querySelector("[data-to-present]");
  const newCount = root.querySelector("[data-new-count]");
  let unseen = 0;
  let isFollowing = true;
  let quiet = null;
  let isPast = () => false;

  const fromFoot = () => pane.scrollHeight - pane.scrollTop - pane.clientHeight;
  const isNearFoot = () => fromFoot() < NEAR;

  function goToFoot() {
    pane.scrollTop = pane.scrollHeight;
    isFollowing = true;
    unseen = 0;
    toPresent.hidden = true;
    newCount.hidden = true;
  }

  /** Shows what was said last, with the name of the room: towards "#present" browsers scroll the page itself too. */
  function openAtPresent() {
    goToFoot();
    scrollTo(0, 0);
  }

  function tellOfNew(added) {
    unseen += added;
    toPresent.hidden = false;
    newCount.hidden = unseen === 0;
    newCount.textContent = unseen;
  }

  /** Changes what stands above what one reads, which stays before one's eyes. */
  function keepPlace(change) {
    const wasFromFoot = fromFoot();
    quietly(change);
    pane.scrollTop = pane.scrollHeight - pane.clientHeight - wasFromFoot;
  }

  /** Puts in what is not news: a screen reader does not read it out. */
  function quietly(change) {
    clearTimeout(quiet);
    pane.setAttribute("aria-live", "off");
    change();
    quiet = setTimeout(() => pane.setAttribute("aria-live", "polite"), QUIET);
  }

  pane.addEventListener("scroll", () => {
    isFollowing = isNearFoot();
    if (isFollowing && !isPast()) {
      unseen = 0;
      toPresent.hidden = true;
    } else if (isPast() || fromFoot() > pane.clientHeight) tellOfNew(0);
  }, { passive: true });
  // Pictures come later than their message, and the line to write grows: who follows the present goes on doing so.
  const follow = () => isFollowing && !isPast() && goToFoot();
  pane.addEventListener("load", follow, true);
  new ResizeObserver(follow).observe(pane);
  if (!location.hash || location.hash === "#present") {
    openAtPresent();
    addEventListener("load", openAtPresent);
  } else isFollowing = isNearFoot();

  return {
    element: pane,
    isNearFoot,
    goToFoot,
    tellOfNew,
    keepPlace,
    quietly,
    whenToPresent: (go) => toPresent.querySelector("button").addEventListener("click", go),
    setPast: (asks) => {
      isPast = asks;
    },
  };
}
