// A room made live: what is said arrives, what one says is sent, and a cut closes by itself.
import { connectRoom } from "./room/connection.js";
import { bindComposer } from "./room/composer.js";
import { lineTo } from "./live/socket.js";
import { makeLog } from "./room/log.js";

const root = document.querySelector("[data-room]");
if (root && root.querySelector("[data-say]")) {
  const log = makeLog(root);
  const socket = lineTo("/rooms");
  const connection = connectRoom(root, socket, log);
  bindComposer(root, connection, log);
}
