// One message: the pieces that the server draws (templates/chat/message.html), filled in with what arrives.
const OWN_ADDRESS = /(\/messages?\/|reply=)\d+/;

export const part = (article, name) => article.querySelector(`[data-part="${name}"]`);

/** Draws messages, and brings those that stand up to date. `root` holds the words, `clock` writes the hours. */
export function makeMessages(root, clock) {
  const template = root.querySelector("[data-message-template]");
  const professions = JSON.parse(root.dataset.professions || "{}");
  const me = Number(root.dataset.person);
  const { dataset: words } = root;

  function show(article, name, isShown) {
    const piece = part(article, name);
    if (piece) piece.hidden = !isShown;
    return piece;
  }

  function write(article, name, text) {
    const piece = part(article, name);
    if (piece && piece.textContent !== text) piece.textContent = text;
  }

  function blank() {
    return template.content.firstElementChild.cloneNode(true);
  }

  function fill(article, said) {
    const moment = new Date(said.said_at);
    const isSaid = said.state === "said";
    const isOwn = said.author === me;
    Object.assign(article.dataset, { id: said.id, seq: said.seq, author: said.author, said: said.said_at, client: said.client_id });
    article.id = `message-${said.id}`;
    article.classList.remove("sending", "failed");
    article.classList.toggle("gone", !isSaid);
    mark(article, said);
    write(article, "name", said.name);
    write(article, "profession", professions[said.profession] || "");
    time(article, said.said_at, moment);
    fillReply(article, said.reply);
    const body = show(article, "body", isSaid);
    body.innerHTML = said.html; // sanitised by the server when it was written
    show(article, "gone", !isSaid);
    write(article, "gone", isSaid ? "" : words[said.state]);
    const reason = isOwn ? said.reason : "";
    show(article, "reason", reason);
    write(article, "reason-words", reason ? words.reason.replace("%(reason)s", reason) : "");
    show(article, "edited", said.edited && isSaid);
    show(article, "state", false);
    fillActs(article, said, isOwn, moment);
    fillReactions(article, said);
  }

  function mark(article, said) {
    const avatar = document.createElement("span");
    avatar.className = `avatar hue-${Number(said.hue)}`;
    avatar.setAttribute("aria-hidden", "true");
    avatar.textContent = said.initials;
    part(article, "mark").replaceChildren(avatar);
  }

  function time(article, iso, moment) {
    part(article, "time").dateTime = iso;
    write(article, "time", clock.hour(moment));
  }

  function fillReply(article, reply) {
    const line = show(article, "reply", reply);
    if (!reply) return;
    line.setAttribute("href", line.getAttribute("href").replace(/\d+$/, reply.id));
    write(article, "reply-name", reply.name);
    write(article, "reply-words", reply.words || words[reply.state] || "");
  }

  function fillActs(article, said, isOwn, moment) {
    show(article, "acts", said.state === "said");
    for (const link of article.querySelectorAll("[data-to-message]")) {
      for (const name of ["href", "formaction"]) {
        const address = link.getAttribute(name);
        if (address) link.setAttribute(name, address.replace(OWN_ADDRESS, (_, before) => before + Number(said.id)));
      }
    }
    const whose = words.whose.replace("%(name)s", said.name);
    write(article, "answer-whose", whose);
    write(article, "acts-whose", whose);
    show(article, "edit", isOwn);
    write(article, "edit-whose", ` ${words.whoseOwn.replace("%(hour)s", clock.hour(moment))}`);
    show(article, "report", !isOwn);
    show(article, "take-away", !isOwn);
    const silence = show(article, "silence", !isOwn);
    silence?.setAttribute("href", silence.getAttribute("href").replace(/\d+(?=\D*$)/, said.author));
  }

  /** How many reacted in each way; which ways are the reader's own stays as it was where it is not said. */
  function fillReactions(article, { author, state, reactions, own }) {
    show(article, "reactions", state === "said");
    for (const button of article.querySelectorAll("[data-reaction]")) {
      const count = reactions[button.name] || 0;
      button.classList.toggle("none", !count);
      const shown = button.querySelector("[data-count]");
      if (shown.textContent !== String(count || "")) shown.textContent = count || "";
      if (author === me) button.disabled = true;
      if (own) press(button, own.includes(button.name));
    }
  }

  function press(button, isOn) {
    button.setAttribute("aria-pressed", String(isOn));
    button.value = isOn ? "off" : "on";
  }

  /** Whether a message already stands as the server has it now, save how people reacted. */
  function isShown(article, said) {
    if (article.dataset.seq !== String(said.seq) || article.classList.contains("gone") !== (said.state !== "said")) return false;
    if (part(article, "edited").hidden === (said.edited && said.state === "said")) return false;
    const reply = said.reply && (said.reply.words || words[said.reply.state] || "");
    if (reply && part(article, "reply-words").textContent !== reply) return false;
    const wanted = document.createElement("div");
    wanted.innerHTML = said.html;
    return wanted.innerHTML === part(article, "body").innerHTML;
  }

  /** What is on its way, as plain text: the server makes the HTML. */
  function drawWaiting(waiting, name) {
    const article = blank();
    Object.assign(article.dataset, { client: waiting.client_id, author: me, said: waiting.said_at, seq: "", id: "" });
    article.removeAttribute("id");
    write(article, "name", name);
    write(article, "profession", "");
    part(article, "mark").replaceChildren();
    time(article, waiting.said_at, new Date(waiting.said_at));
    fillReply(article, waiting.reply);
    const text = document.createElement("p");
    text.className = "plain-words";
    text.textContent = waiting.body.replace(/!?\[([^\]]*)\]\(\/files\/[^)]*\)/g, "$1");
    part(article, "body").replaceChildren(text);
    show(article, "reactions", false);
    return article;
  }

  return { blank, fill, fillReactions, isShown, drawWaiting };
}
