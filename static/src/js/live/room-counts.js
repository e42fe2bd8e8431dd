// How many messages of one's rooms are new, live on every page: in the header, and beside each room in a list.
import { onlyOne } from "./only-one.js";

const MOST = 99;

export function bindRoomCounts(root) {
  const totals = [...root.querySelectorAll("[data-rooms-count]")];
  if (!totals.length) return;
  const { one, many, roomsCount: session } = totals[0].dataset;
  const here = Number(root.querySelector("[data-room]")?.dataset.room ?? 0);

  /** What is known of each room, by its id. */
  function gather(known, { rooms, room, ...news }) {
    if (rooms) return Object.fromEntries(rooms.map((each) => [each.id, each]));
    return known?.[room] ? { ...known, [room]: { ...known[room], ...news } } : known;
  }

  function unreadIn({ id, last_seq: last, read_seq: read, level }) {
    return level === "all" && id !== here ? Math.max(0, last - read) : 0; // the room before one's eyes is being read
  }

  function show(known) {
    if (!known) return;
    const rooms = Object.values(known);
    for (const place of totals) mark(place, rooms.reduce((sum, room) => sum + unreadIn(room), 0));
    for (const place of root.querySelectorAll("[data-count-of]")) {
      const room = known[place.dataset.countOf];
      mark(place, room ? unreadIn(room) : 0);
    }
  }

  function mark(place, count) {
    let figure = place.querySelector(".count");
    if (!count) return figure?.remove();
    if (!figure) {
      figure = document.createElement("span");
      figure.className = "count";
      place.append(" ", figure);
    }
    const shown = count > MOST ? `${MOST}+` : String(count);
    if (figure.firstChild?.textContent === shown) return undefined;
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent = ` ${count === 1 ? one : many}`;
    return figure.replaceChildren(shown, words);
  }

  onlyOne(`rooms-${session}`, "/unread", "unread", show, gather);
}
