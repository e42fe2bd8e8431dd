// What one does at a message: reacting without leaving the page, going to the message that it answers.
import { seek } from "./past.js";

export function bindMarks(root, { line, log, past, told }) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-reaction]");
    if (button && line.isIn()) {
      event.preventDefault();
      react(button);
      return;
    }
    const link = event.target.closest("a[data-part=reply], a[data-pinned-link], .prose a[href^='/messages/']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(link);
  });

  async function react(button) {
    const article = button.closest("[data-message]");
    const id = Number(article.dataset.id);
    const answer = await line.ask("react", { id, kind: button.name, on: button.value === "on" }).catch(() => null);
    if (answer?.ok) log.react({ id, ...answer });
    else told(answer?.message || root.dataset.unanswered);
  }

  async function goTo(link) {
    const id = Number(link.getAttribute("href").match(/\d+$/)[0]);
    if (!log.byId(id)) await past.goTo(link.href);
    const article = log.byId(id);
    if (article) seek(article);
    else location.assign(link.href); // of another room, or out of reach: as any link
  }

  // One at a time is open, and it is brought into view; Escape closes it.
  root.addEventListener("toggle", ({ target }) => {
    if (!target.matches("[data-acts]") || !target.open) return;
    for (const other of root.querySelectorAll("[data-acts][open]")) if (other !== target) other.open = false;
    target.closest("[data-message]").scrollIntoView({ block: "nearest" });
  }, true);
  root.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest("[data-message]")?.querySelector("[data-acts][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}
