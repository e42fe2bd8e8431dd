// How far one has read: only what was in view, of a page in view, is noted; nobody else is told.
const SEEN_WAIT = 3000; // milliseconds between two notes

export function followReading(root, line, log, pane) {
  const news = root.querySelector("[data-news]");
  let seen = Number(root.dataset.readSeq);
  let timer = null;

  const isReading = () => line.isIn() && !document.hidden && log.isAtPresent() && pane.isNearFoot();

  function note() {
    if (timer || !isReading() || line.known() <= seen) return;
    timer = setTimeout(async () => {
      timer = null;
      const seq = line.known();
      if (!isReading() || seq <= seen) return;
      try {
        const answer = await line.ask("seen", { seq });
        if (!answer.ok) return;
        seen = Math.max(seen, seq);
        if (news) news.hidden = true;
      } catch {
        // The next message, or the next look at the room, notes it.
      }
    }, SEEN_WAIT);
  }

  root.addEventListener("room:reached", note);
  root.addEventListener("room:entered", () => {
    // The button that says one has read is for pages without a line; with one, what is in view is noted as read.
    const form = news?.querySelector("[data-seen-form]");
    if (form) form.hidden = true;
    note();
  });
  document.addEventListener("visibilitychange", note);
  pane.element.addEventListener("scroll", note, { passive: true });
}
