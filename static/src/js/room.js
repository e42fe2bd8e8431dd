// A room made live: what is said arrives, what one says is sent, and a cut closes by itself. In an archived room nothing
// is said any more: it opens at its present as the others do, and is read.
import { connectRoom } from "./room/connection.js";
import { bindComposer } from "./room/composer.js";
import { lineTo } from "./live/socket.js";
import { makeLog } from "./room/log.js";

const root = document.querySelector("[data-room]");
if (root) {
  const log = makeLog(root);
  if (root.querySelector("[data-say]")) bindComposer(root, connectRoom(root, lineTo("/rooms"), log), log);
}
