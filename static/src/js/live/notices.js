// The page of notices: what is opened, or marked as read, is read at once, without the page being loaded again.
export function bindNotices(root) {
  const list = root.querySelector("[data-notices]");
  if (!list) return;

  function send(topic) {
    const body = new URLSearchParams({ topic, csrf_token: list.dataset.token });
    return fetch(list.dataset.readUrl, { method: "POST", body, keepalive: true, headers: { Accept: "application/json" } });
  }

  function showRead(row) {
    for (const unread of [row, ...row.querySelectorAll(".unread")]) unread.classList.remove("unread");
    for (const words of row.querySelectorAll("h3 .visually-hidden, [data-new]")) words.remove();
    for (const summary of row.querySelectorAll("summary")) summary.textContent = summary.dataset.read;
    row.querySelector("form")?.remove();
  }

  list.addEventListener("submit", async (event) => {
    const row = event.target.closest(".row");
    event.preventDefault();
    const answer = await send(event.target.elements.topic.value).catch(() => ({ ok: false }));
    if (!answer.ok) return event.target.submit();
    showRead(row);
    row.querySelector("h3 a")?.focus();
  });

  list.addEventListener("click", (event) => {
    const link = event.target.closest("h3 a, .notices-more a");
    const notice = link?.closest("li:not(.row)") ?? link?.closest(".row").querySelector("p[data-notice]");
    // The rest of what stands under a thread is read when it is seen, on the page of the thread.
    if (notice?.dataset.notice) send(`notice:${notice.dataset.notice}`).catch(() => {});
  });
}
