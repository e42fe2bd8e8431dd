// Between the past and the present of a room: scrolled through, jumped to by a date, and back.
import { makePast, seek } from "./past.js";

export function bindWays(root, { line, log, pane }) {
  const told = root.querySelector("[data-told]");
  const whenBack = [];
  const past = makePast(root, { list: log.list, pane: pane.element, joined, before: pane.keepPlace, after: pane.quietly });
  log.whenTrimmed(past.olderThan);
  pane.setPast(() => !log.isAtPresent());

  function say(words) {
    told.textContent = words;
  }

  /** Messages of the past were put in; once they reach the present, what came meanwhile is asked for. */
  function joined(isPresent) {
    const wasPresent = log.isAtPresent();
    if (isPresent !== undefined) log.setAtPresent(isPresent);
    log.arrange();
    if (!isPresent || wasPresent) return;
    if (line.isIn()) line.catchUp(log.lastSeq());
    for (const tell of whenBack) tell();
  }

  async function toPresent() {
    if (!log.isAtPresent()) await past.goTo(root.dataset.history);
    pane.goToFoot();
  }

  async function toDay(form) {
    const { value: on } = form.elements.on;
    const answer = line.isIn() ? await line.ask("day", { on }).catch(() => null) : null;
    if (!answer) return form.submit();
    if (!answer.ok) return say(answer.message);
    if (!(await past.goTo(`${root.dataset.history}?after=${answer.seq - 1}`))) return undefined;
    location.hash = ""; // on a phone, closes what stands over the messages
    seek(log.list.querySelector("[data-message]"));
    return say(root.dataset.shown);
  }

  for (const form of root.querySelectorAll("[data-to-day]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      toDay(form);
    });
  }
  root.querySelector("[data-to-since]")?.addEventListener("click", (event) => {
    const since = root.querySelector("[data-since]");
    event.preventDefault();
    if (since) since.scrollIntoView({ block: "start" });
    else past.goTo(event.currentTarget.href).then((isThere) => isThere && (pane.element.scrollTop = 0));
  });
  pane.whenToPresent(toPresent);

  return {
    past,
    toPresent,
    told: say,
    whenBack: (tell) => whenBack.push(tell),
  };
}
