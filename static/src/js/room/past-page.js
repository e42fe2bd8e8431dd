// A page of a room's past, without end in both directions.
import { makePast, seek } from "./past.js";

export function openPast(root) {
  const list = root.querySelector("[data-messages]");

  function keepPlace(change) {
    const ground = document.scrollingElement;
    const fromFoot = ground.scrollHeight - ground.scrollTop;
    change();
    ground.scrollTop = ground.scrollHeight - fromFoot;
  }

  /** Each day is named once: that of a page which begins within a day was named before. */
  function joined() {
    let before = "";
    for (const line of list.querySelectorAll("[data-day]")) {
      if (line.dataset.day === before) line.remove();
      else before = line.dataset.day;
    }
  }

  makePast(root, { list, joined, before: keepPlace, after: (change) => change() });
  const sought = /^#message-\d+$/.test(location.hash) && list.querySelector(location.hash);
  if (sought) seek(sought);
}
