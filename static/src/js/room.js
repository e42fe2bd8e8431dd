// A room made live: what is said arrives, what one says is sent, a cut closes by itself, and the past is there without
// end. Where nothing is said any more it opens at its present as the others do, and is read.
import { lineTo } from "./live/socket.js";
import { bindBox } from "./room/box.js";
import { connectRoom } from "./room/connection.js";
import { followHead } from "./room/head.js";
import { makeLog } from "./room/log.js";
import { bindMarks } from "./room/marks.js";
import { makeOutbox } from "./room/outbox.js";
import { makePane } from "./room/pane.js";
import { followPeople } from "./room/people.js";
import { openPast } from "./room/past-page.js";
import { keptQueue } from "./room/queue.js";
import { followReading } from "./room/reading.js";
import { followSpeech } from "./room/speech.js";
import { bindWays } from "./room/ways.js";

const root = document.querySelector("[data-room]");
const old = document.querySelector("[data-past]");
if (root) openRoom(root);
if (old) openPast(old);

function openRoom(root) {
  const pane = makePane(root);
  const log = makeLog(root, pane);
  followHead(root);
  const speech = followSpeech(root);
  const line = connectRoom(root, lineTo("/rooms"), log);
  const ways = bindWays(root, { line, log, pane });
  bindMarks(root, { line, log, past: ways.past, told: ways.told });
  followReading(root, line, log, pane);
  const typing = followPeople(root, line);
  if (!root.querySelector("[data-say]")) return;
  const outbox = makeOutbox(root, line, log, keptQueue(Number(root.dataset.room)));
  ways.whenBack(outbox.showAll);
  bindBox(root, { outbox, speech, typing, toPresent: ways.toPresent });
}
