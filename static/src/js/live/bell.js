// The bell made live: it says how many notices wait, as they come and are read, in all tabs of a browser at once.
import { onlyOne } from "./only-one.js";

export function bindBell(root) {
  const bell = root.querySelector("[data-bell]");
  if (!bell) return;
  const said = root.querySelector("[data-bell-said]");
  const fresh = root.querySelector("[data-notices-fresh]");
  let unread = Number(bell.dataset.unread);

  function words(count) {
    if (count === 0) return bell.dataset.none;
    return count === 1 ? bell.dataset.one : bell.dataset.many.replace("{count}", String(count));
  }

  function show(count) {
    if (!Number.isInteger(count) || count === unread) return;
    const rings = count > unread;
    unread = count;
    bell.setAttribute("aria-label", words(count));
    let dot = bell.querySelector(".dot");
    if (count === 0) dot?.remove();
    else {
      if (!dot) {
        dot = document.createElement("span");
        dot.className = "dot";
        dot.setAttribute("aria-hidden", "true");
        bell.append(dot);
      }
      dot.textContent = String(count);
    }
    if (fresh && rings) fresh.hidden = false;
    // Read out once, in the tab that one has before one's eyes.
    if (said && rings && document.visibilityState === "visible") said.textContent = words(count);
  }

  onlyOne(`bell-${bell.dataset.bell}`, "/notices", "unread", (facts) => show(facts.unread));
}
