/** While one quotes, the place to write stays in sight at the foot of the window; Escape lets it go back. */
export function dock({ root, area, form, signal }) {
  const close = root.querySelector("[data-undock]");
  if (!close.hidden) return;
  const held = form.closest("[data-dock]");
  const bound = new AbortController();
  const listen = (target, event, does) => target.addEventListener(event, does, { signal: bound.signal });
  const room = (height) => {
    document.documentElement.style.scrollPaddingBottom = height ? `${height + 16}px` : "";
  };

  function undock() {
    bound.abort();
    close.hidden = true;
    held.classList.remove("docked");
    room(0);
  }

  close.hidden = false;
  held.classList.add("docked");
  listen(held, "focusin", () => room(0)); // or the page would scroll to bring the caret out from behind itself
  listen(held, "focusout", () => room(held.offsetHeight)); // what has the focus elsewhere does not hide behind it
  listen(close, "click", undock);
  listen(area, "keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) undock();
  });
  listen(signal, "abort", undock);
}
