// What stands above the messages: the name of the room, what it is for, what is pinned there.
export function followHead(root) {
  const name = root.querySelector("[data-room-name]");
  const purpose = root.querySelector("[data-purpose]");
  const pinned = root.querySelector("[data-pinned]");
  const link = root.querySelector("[data-pinned-link]");

  root.addEventListener("room:changed", ({ detail }) => {
    name.textContent = detail.name;
    purpose.textContent = detail.purpose;
    purpose.hidden = !detail.purpose;
    pinned.hidden = !detail.pinned;
    if (!detail.pinned) return;
    link.setAttribute("href", link.getAttribute("href").replace(/\d+$/, detail.pinned.id));
    root.querySelector("[data-pinned-name]").textContent = detail.pinned.name;
    root.querySelector("[data-pinned-words]").textContent = detail.pinned.words;
  });
}
