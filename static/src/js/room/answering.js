// The message that one answers: chosen at a message, shown above the box, given up with « Ne plus répondre » or Escape.
import { part } from "./message.js";

export function bindAnswering(root, form, field) {
  const shown = form.querySelector("[data-answering]");
  const kept = form.querySelector("[name=reply_to]");
  let answered = shown.hidden ? null : { id: Number(kept.value), name: text("name"), words: text("words"), state: "said" };

  function text(name) {
    return shown.querySelector(`[data-answering-${name}]`).textContent;
  }

  function set(reply) {
    answered = reply;
    shown.hidden = !reply;
    shown.querySelector("[data-answering-name]").textContent = reply?.name ?? "";
    shown.querySelector("[data-answering-words]").textContent = reply?.words ?? "";
  }

  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-answer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const article = link.closest("[data-message]");
    const words = part(article, "body").textContent.trim().replace(/\s+/g, " ").slice(0, 120);
    set({ id: Number(article.dataset.id), name: part(article, "name").textContent, words, state: "said" });
    link.closest("[data-acts]")?.removeAttribute("open");
    field.focus();
  });
  shown.querySelector("[data-cancel-answer]").addEventListener("click", (event) => {
    event.preventDefault();
    set(null);
    field.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !answered) return;
    event.preventDefault();
    set(null);
  });
  return { get: () => answered, set };
}
