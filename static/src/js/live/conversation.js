// A private conversation made live: told that something changed, it fetches what its reader may see.
import { lineTo } from "./socket.js";

export function bindConversation(root) {
  const pane = root.querySelector("[data-conversation]");
  if (!pane) return;
  const list = pane.querySelector("[data-messages]");
  const announcer = pane.querySelector("[data-announce]");
  const conversation = Number(pane.dataset.conversation);
  const isLastPage = pane.dataset.isLastPage === "yes";
  const line = lineTo("/conversations");
  let last = Number(pane.dataset.last);
  let read = Number(pane.dataset.read);
  let fetching = Promise.resolve();

  const numbers = () => [...list.querySelectorAll("[data-number]")].map((article) => Number(article.dataset.number));

  async function refresh(lastNumber) {
    const shown = numbers();
    const from = Math.max(shown[0] ?? 1, (isLastPage ? lastNumber : shown.at(-1)) - 39);
    const to = isLastPage ? lastNumber : shown.at(-1);
    const address = new URL(pane.dataset.messagesUrl, location.href);
    address.search = new URLSearchParams({ from, to });
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text(); // drawn by the server, under the reader's own rights
    let arrived = 0;
    for (const article of fresh.content.querySelectorAll("[data-number]")) {
      const there = list.querySelector(`[data-number="${Number(article.dataset.number)}"]`);
      if (!there) {
        list.append(article);
        arrived += 1;
      } else if (there.dataset.state !== article.dataset.state) {
        there.replaceWith(article);
      }
    }
    last = Math.max(last, lastNumber);
    if (arrived) announcer.textContent = announcer.dataset.words;
    noteRead();
  }

  function noteRead() {
    const seen = numbers().at(-1) ?? 0;
    if (document.visibilityState !== "visible" || seen <= read) return;
    read = seen;
    const body = new URLSearchParams({ number: seen, csrf_token: pane.dataset.token });
    fetch(pane.dataset.readUrl, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
    const button = root.querySelector("[data-mark-read]");
    if (button) button.hidden = true;
  }

  function ask(lastNumber) {
    fetching = fetching.then(() => refresh(lastNumber)).catch(() => {});
  }

  async function enter() {
    const answer = await line.timeout(10000).emitWithAck("enter", { conversation }).catch(() => ({ ok: false }));
    if (answer.ok) ask(answer.last_number);
  }

  line.on("connect", enter);
  line.on("enter_again", (facts) => facts.conversation === conversation && enter());
  line.on("changed", (facts) => facts.conversation === conversation && ask(Math.max(last, facts.last_number)));
  if (line.connected) enter();
  document.addEventListener("visibilitychange", noteRead);
  noteRead();
}
