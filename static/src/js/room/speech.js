// Whether one may speak, and why not, in words beside the box; what one wrote stays in it.
const COUNTED = 1000; // milliseconds between two figures of what is left to wait

export function followSpeech(root) {
  const said = root.querySelector("[data-speech]");
  const left = root.querySelector("[data-slow-left]");
  const send = root.querySelector("[data-send]");
  let refusal = said.hidden ? "" : said.textContent;
  let until = 0; // the moment from which one may speak again in a slow room
  let timer = null;

  const isTooSoon = () => Date.now() < until;
  const words = () => refusal || (isTooSoon() ? said.dataset.slowWords : "");

  function show() {
    const shown = words();
    if (said.textContent !== shown) said.textContent = shown;
    said.hidden = !shown;
    if (send) send.setAttribute("aria-disabled", String(Boolean(shown)));
    if (left) left.textContent = !refusal && isTooSoon() ? left.dataset.words.replace("{num}", Math.ceil((until - Date.now()) / 1000)) : "";
  }

  function count() {
    clearTimeout(timer);
    show();
    if (isTooSoon()) timer = setTimeout(count, Math.min(COUNTED, until - Date.now()));
  }

  root.addEventListener("room:entered", ({ detail }) => {
    root.dataset.slow = detail.slow_seconds;
    refusal = detail.speech || (!send && !detail.closed ? said.dataset.reopened : "");
    if (!detail.slow_seconds) until = 0;
    count();
  });
  root.addEventListener("room:said", () => {
    if (!("holds" in root.dataset)) until = Date.now() + 1000 * Number(root.dataset.slow || 0);
    count();
  });
  root.addEventListener("room:refused", ({ detail }) => {
    if (detail.status !== 403) return;
    refusal = detail.message;
    show();
  });
  show();

  return {
    /** Whether one may send now; where not, the words are said once more. */
    asksToWait: () => {
      const shown = words();
      if (!shown) return false;
      said.textContent = "";
      said.textContent = shown;
      return true;
    },
  };
}
