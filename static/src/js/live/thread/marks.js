// How far one has read: a post counts once its end was in view for a moment, of a page in view.
const A_MOMENT = 1500; // milliseconds after which the marks that came together are noted

export function followReading(place) {
  const form = document.querySelector("[data-mark]");
  let read = Number(place.dataset.read);
  let reached = read;
  let timer = null;

  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, boundingClientRect: box } of entries) {
        if (!isIntersecting || box.bottom > innerHeight + 1) continue;
        seen.unobserve(target);
        reach(Number(target.dataset.number));
      }
    },
    { threshold: [0, 0.25, 0.5, 0.75, 0.9, 1] },
  );

  function reach(number) {
    reached = Math.max(reached, number);
    if (reached > read) timer ??= setTimeout(note, A_MOMENT);
  }

  function note() {
    timer = null;
    if (reached <= read || document.hidden) return;
    send();
  }

  async function send() {
    const number = reached;
    const before = read;
    const body = new FormData(form);
    body.set("number", number);
    body.set("quiet", "1");
    read = number;
    try {
      // Kept alive, since one may be leaving the page.
      const answer = await fetch(form.action, { method: "POST", body, keepalive: true });
      if (!answer.ok) throw new Error(answer.statusText);
    } catch {
      read = Math.min(read, before); // noted with the next post that is read
    }
  }

  function watch(number) {
    const post = document.getElementById(`post-${number}`);
    if (post) seen.observe(post);
  }

  form.hidden = true; // what is in view is noted by itself
  for (const post of place.querySelectorAll("article[data-number]")) if (Number(post.dataset.number) > read) seen.observe(post);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && reached > read && timer) send();
    else if (!document.hidden) note();
  });
  addEventListener("pagehide", () => reached > read && timer && send());
  return { watch };
}
