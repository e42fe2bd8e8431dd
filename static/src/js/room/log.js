// What was said, in its order: messages are put at the place of their number, once, and changed where they stand.
const NEAR = 80; // pixels from the foot at which one still reads the present
const TOGETHER = 10 * 60 * 1000; // milliseconds within which one person's messages stand under one name

export function makeLog(root) {
  const pane = root.querySelector("[data-log]");
  const list = root.querySelector("[data-messages]");
  const empty = root.querySelector("[data-empty]");
  const template = root.querySelector("[data-message-template]");
  const toPresent = root.querySelector("[data-to-present]");
  const newCount = root.querySelector("[data-new-count]");
  const { language, timezone } = root.dataset;
  const professions = JSON.parse(root.dataset.professions || "{}");
  const me = Number(root.dataset.person);
  const weekday = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone: timezone });
  const dayKey = new Intl.DateTimeFormat("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: timezone });
  const clock = new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit", timeZone: timezone });
  let unseen = 0;

  const part = (article, name) => article.querySelector(`[data-part="${name}"]`);
  const articles = () => [...list.querySelectorAll("[data-message]")];
  const isNearFoot = () => pane.scrollHeight - pane.scrollTop - pane.clientHeight < NEAR;

  function hour(moment) {
    if (!root.dataset.hour) return clock.format(moment);
    const parts = Object.fromEntries(clock.formatToParts(moment).map(({ type, value }) => [type, value]));
    return root.dataset.hour.replace("{h}", Number(parts.hour)).replace("{m}", parts.minute).replaceAll(" ", "\u00a0");
  }

  function goToFoot() {
    pane.scrollTop = pane.scrollHeight;
    unseen = 0;
    toPresent.hidden = true;
    newCount.hidden = true;
  }

  /** Shows what was said last, with the name of the room: towards "#present" browsers scroll the page itself too. */
  function openAtPresent() {
    goToFoot();
    scrollTo(0, 0);
  }

  function find({ id, client_id: client }) {
    return (
      (id && list.querySelector(`[data-message][data-id="${Number(id)}"]`)) ||
      articles().find((article) => client && article.dataset.client === client && Number(article.dataset.author) === me)
    );
  }

  function fill(article, said) {
    const moment = new Date(said.said_at);
    Object.assign(article.dataset, { id: said.id, seq: said.seq, author: said.author, said: said.said_at, client: said.client_id });
    article.id = `message-${said.id}`;
    article.classList.remove("sending", "failed");
    article.classList.toggle("gone", said.state !== "said");
    const mark = document.createElement("span");
    mark.className = `avatar hue-${Number(said.hue)}`;
    mark.setAttribute("aria-hidden", "true");
    mark.textContent = said.initials;
    part(article, "mark").replaceChildren(mark);
    part(article, "name").textContent = said.name;
    part(article, "profession").textContent = professions[said.profession] || "";
    const time = part(article, "time");
    time.dateTime = said.said_at;
    time.textContent = hour(moment);
    const body = part(article, "body");
    body.innerHTML = said.html; // sanitised by the server when it was written
    body.hidden = said.state !== "said";
    part(article, "deleted").hidden = said.state !== "deleted";
    part(article, "hidden").hidden = said.state !== "hidden";
    const reason = said.author === me ? said.reason : "";
    part(article, "reason").hidden = !reason;
    part(article, "reason-words").textContent = reason ? root.dataset.reason.replace("%(reason)s", reason) : "";
    part(article, "contest").href = part(article, "contest").getAttribute("href").replace(/\d+$/, said.id);
    const acts = part(article, "acts");
    acts.hidden = said.state !== "said";
    part(article, "edited").hidden = !said.edited;
    const edit = part(article, "edit");
    edit.hidden = said.author !== me;
    edit.href = edit.getAttribute("href").replace(/\/messages\/\d+\//, `/messages/${Number(said.id)}/`);
    part(article, "edit-whose").textContent = ` ${root.dataset.whoseOwn.replace("%(hour)s", hour(moment))}`;
    const report = part(article, "report");
    report.hidden = said.author === me;
    report.href = report.getAttribute("href").replace(/\d+$/, said.id);
    part(article, "report-whose").textContent = ` ${root.dataset.whose.replace("%(name)s", said.name)}`;
    part(article, "state").hidden = true;
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
      const newDay = !before || dayKey.format(new Date(before.dataset.said)) !== dayKey.format(moment);
      if (newDay && !day) (since || article).before(dayLine(moment));
      if (!newDay && day) day.remove();
      const together = before && before.dataset.author === article.dataset.author && moment - new Date(before.dataset.said) < TOGETHER;
      const continued = Boolean(together && !newDay && !since);
      article.classList.toggle("continued", continued);
      part(article, "who").classList.toggle("visually-hidden", continued);
      before = article;
    }
    empty.hidden = Boolean(before);
  }

  function dayLine(moment) {
    const day = document.createElement("p");
    day.className = "day";
    day.dataset.day = "";
    const words = weekday.format(moment);
    day.textContent = language === "fr" ? words.replace(/\b1(?=\s\p{L})/u, "1er") : words; // as the server writes it
    return day;
  }

  /** Whether a message already stands as the server has it now. */
  function isShown(article, said) {
    if (article.dataset.seq !== String(said.seq) || article.classList.contains("gone") !== (said.state !== "said")) return false;
    const wanted = document.createElement("div");
    wanted.innerHTML = said.html;
    return wanted.innerHTML === part(article, "body").innerHTML;
  }

  /** Puts messages in their place; those that are there already are changed. */
  function put(messages, { arrived = false } = {}) {
    const follow = isNearFoot();
    let added = 0;
    for (const said of messages) {
      let article = find(said);
      if (!article) {
        article = template.content.firstElementChild.cloneNode(true);
        added += said.author === me ? 0 : 1;
      } else if (isShown(article, said)) {
        continue;
      }
      fill(article, said);
      place(article, said.seq);
    }
    arrange();
    if (follow) goToFoot();
    else if (arrived && added) showPresentButton(added);
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

  function showPresentButton(added) {
    unseen += added;
    toPresent.hidden = false;
    newCount.hidden = unseen === 0;
    newCount.textContent = unseen;
  }

  /** Changes a message that is shown; one that is not is left for when its page is opened. */
  function change(said) {
    if (list.querySelector(`[data-message][data-id="${Number(said.id)}"]`)) put([said]);
  }

  /** Shows what is on its way, as plain text: the server makes the HTML. */
  function putWaiting(waiting, name, words, actions = []) {
    let article = find({ client_id: waiting.client_id });
    if (!article) {
      article = template.content.firstElementChild.cloneNode(true);
      Object.assign(article.dataset, { client: waiting.client_id, author: me, said: waiting.said_at, seq: "", id: "" });
      article.removeAttribute("id");
      part(article, "name").textContent = name;
      part(article, "profession").textContent = "";
      part(article, "mark").replaceChildren();
      const time = part(article, "time");
      time.dateTime = waiting.said_at;
      time.textContent = hour(new Date(waiting.said_at));
      const text = document.createElement("p");
      text.textContent = waiting.body;
      part(article, "body").replaceChildren(text);
      part(article, "acts").hidden = true;
      list.append(article);
      arrange();
      goToFoot();
    }
    if (article.dataset.seq) return; // it arrived meanwhile
    article.classList.toggle("sending", actions.length === 0);
    article.classList.toggle("failed", actions.length > 0);
    const state = part(article, "state");
    state.hidden = !words;
    state.replaceChildren(document.createTextNode(words));
    for (const [label, act] of actions) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn quiet small";
      button.textContent = label;
      button.addEventListener("click", act);
      state.append(" ", button);
    }
  }

  function takeAway(client) {
    const article = find({ client_id: client });
    if (article && !article.dataset.seq) article.remove();
    arrange();
  }

  toPresent.querySelector("button").addEventListener("click", goToFoot);
  pane.addEventListener("scroll", () => {
    if (isNearFoot()) {
      unseen = 0;
      toPresent.hidden = true;
    } else if (pane.scrollHeight - pane.scrollTop - pane.clientHeight > pane.clientHeight) {
      showPresentButton(0);
    }
  });
  if (!location.hash || location.hash === "#present") {
    openAtPresent();
    addEventListener("load", openAtPresent);
  }
  return { put, change, putWaiting, takeAway, goToFoot, isNearFoot };
}
