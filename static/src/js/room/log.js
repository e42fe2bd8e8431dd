// What was said, in its order: messages are put at the place of their number, once, and changed where they stand.
import { makeClock } from "./clock.js";
import { makeMessages, part } from "./message.js";

const TOGETHER = 10 * 60 * 1000; // milliseconds within which one person's messages stand under one name
const MOST = 400; // messages that stand at once while one reads the present; the older ones are then asked for again
const KEPT = 250;

/** The messages of a room. `pane` scrolls them (pane.js); `past` knows what of the past is shown (past.js). */
export function makeLog(root, pane) {
  const list = root.querySelector("[data-messages]");
  const empty = root.querySelector("[data-empty]");
  const clock = makeClock(root.dataset);
  const messages = makeMessages(root, clock);
  const me = Number(root.dataset.person);
  let isAtPresent = true; // whether what stands last is what was said last, and not a stretch of the past
  let toldOfOlder = () => {};

  const articles = () => [...list.querySelectorAll("[data-message]")];
  const byId = (id) => list.querySelector(`[data-message][data-id="${Number(id)}"]`);

  function find({ id, client_id: client }) {
    return (id && byId(id)) || (client && ofClient(client)) || null;
  }

  function ofClient(client) {
    const found = list.querySelectorAll(`[data-client="${CSS.escape(client)}"]`);
    return [...found].find((article) => Number(article.dataset.author) === me);
  }

  /** What stands between a message and the one before it: a day, the line of the last visit. */
  function between(article) {
    const found = {};
    for (let piece = article.previousElementSibling; piece && !piece.matches("[data-message]"); piece = piece.previousElementSibling) {
      if (piece.matches("[data-day]")) found.day = piece;
      if (piece.matches("[data-since]")) found.since = piece;
    }
    return found;
  }

  /** Each day is named once, and one person's messages in a row stand under one name. What is right is not touched,
      so that a screen reader does not read it again. */
  function arrange() {
    let before = null;
    for (const article of articles()) {
      const moment = new Date(article.dataset.said);
      const { day, since } = between(article);
      const newDay = !before || clock.key(new Date(before.dataset.said)) !== clock.key(moment);
      if (newDay && !day) (since || article).before(dayLine(moment));
      if (!newDay && day) day.remove();
      const together = before && before.dataset.author === article.dataset.author && moment - new Date(before.dataset.said) < TOGETHER;
      const continued = Boolean(together && !newDay && !since && part(article, "reply").hidden);
      article.classList.toggle("continued", continued);
      part(article, "who").classList.toggle("visually-hidden", continued);
      before = article;
    }
    empty.hidden = Boolean(before);
  }

  function dayLine(moment) {
    const day = document.createElement("p");
    day.className = "day";
    day.dataset.day = clock.key(moment);
    day.textContent = clock.day(moment);
    return day;
  }

  /** Puts messages in their place; those that are there already are changed. While one reads the past, what is new is
      counted only: it is read where one goes back to the present. */
  function put(given, { arrived = false } = {}) {
    const follow = pane.isNearFoot();
    let added = 0;
    let isChanged = false;
    for (const said of given) {
      let article = find(said);
      if (article && messages.isShown(article, said)) {
        messages.fillReactions(article, said);
        continue;
      }
      if (!article) {
        added += said.author === me ? 0 : 1;
        if (!isAtPresent) continue;
        article = messages.blank();
      }
      messages.fill(article, said);
      place(article, said.seq);
      isChanged = true;
    }
    if (isChanged) arrange();
    if (follow && isAtPresent) {
      trim();
      pane.goToFoot();
    } else if (arrived && added) pane.tellOfNew(added);
  }

  /** Those on their way stand last; all others by their number. One that stands right is not moved. */
  function place(article, seq) {
    const next = articles().find((other) => other !== article && (!other.dataset.seq || Number(other.dataset.seq) > seq));
    const following = article.nextElementSibling;
    if (article.isConnected && following === (next || null)) return;
    if (!next) {
      if (list.lastElementChild !== article) list.append(article);
      return;
    }
    const { day, since } = between(next);
    (day || since || next).before(article);
  }

  /** Takes away what is far above: a room that stays open for days would hold all that was said meanwhile. */
  function trim() {
    const all = articles();
    if (all.length <= MOST) return;
    const first = all[all.length - KEPT];
    while (list.firstElementChild !== first) list.firstElementChild.remove();
    arrange();
    toldOfOlder(Number(first.dataset.seq));
  }

  /** Changes a message that is shown; one that is not is left for when its page is opened. */
  function change(said) {
    if (byId(said.id)) put([said]);
  }

  /** Shows what is on its way; `actions` are what one may do where it did not go: words and what they do. */
  function putWaiting(waiting, words, actions = [], isFailed = actions.length > 0) {
    let article = find({ client_id: waiting.client_id });
    if (!article) {
      article = messages.drawWaiting(waiting, root.dataset.name);
      list.append(article);
      arrange();
      pane.goToFoot();
    }
    if (article.dataset.seq) return; // it arrived meanwhile
    article.classList.toggle("sending", !isFailed);
    article.classList.toggle("failed", isFailed);
    const state = part(article, "state");
    if (state.firstChild?.textContent === words && state.children.length === actions.length) return;
    state.hidden = !words;
    state.replaceChildren(words);
    for (const [label, act] of actions) state.append(" ", button(label, act));
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn quiet small";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function takeAway(client) {
    const article = find({ client_id: client });
    if (article && !article.dataset.seq) article.remove();
    arrange();
  }

  function react(facts) {
    const article = byId(facts.id);
    if (!article) return;
    const follow = pane.isNearFoot();
    messages.fillReactions(article, { author: Number(article.dataset.author), state: article.classList.contains("gone") ? "" : "said", ...facts });
    if (follow) pane.goToFoot();
  }

  return {
    list,
    put,
    change,
    react,
    putWaiting,
    takeAway,
    arrange,
    byId,
    isAtPresent: () => isAtPresent,
    setAtPresent: (isIt) => {
      isAtPresent = isIt;
    },
    lastSeq: () => Math.max(0, ...articles().map((article) => Number(article.dataset.seq))),
    whenTrimmed: (tell) => {
      toldOfOlder = tell;
    },
  };
}
