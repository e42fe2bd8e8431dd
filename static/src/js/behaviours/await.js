const PAUSE = 1500; // milliseconds
const MOST_LOOKS = 80; // two minutes

/** Something is being made: looks now and then whether it is done, and shows what the page says then. */
export function awaitAnswer(root) {
  const place = root.querySelector("[data-await='yes']");
  if (!place) return;
  let looks = 0;

  async function look() {
    looks += 1;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-await]");
      if (!now) return;
      if (now.innerHTML !== place.innerHTML) place.replaceChildren(...now.childNodes);
      if (now.dataset.await !== "yes") return;
    } catch {
      // the network is away for a moment: the link beside does the same
    }
    if (looks < MOST_LOOKS) setTimeout(look, PAUSE);
  }

  setTimeout(look, PAUSE);
}
