// The people of the rooms' bench: real Socket.IO clients, all in this one process, which is not the server's.
// Reads what to do as JSON from the first argument; prints what it found as JSON.
import { readFileSync } from "node:fs";
import { io } from "socket.io-client";

const { address, cookies, talkers, room, seconds, perSecond, idle } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const NAMESPACE = "/rooms";
const AT_ONCE = 20; // connections being opened at a time
const AFTER = 15000; // milliseconds that what was said may take to reach everybody
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const uuid = () => crypto.randomUUID();

function open(cookie) {
  return new Promise((resolve, reject) => {
    const socket = io(address + NAMESPACE, {
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      extraHeaders: { Cookie: cookie },
    });
    socket.once("connect", () => resolve(socket));
    socket.once("connect_error", reject);
  });
}

async function openAll() {
  const sockets = [];
  for (let at = 0; at < cookies.length; at += AT_ONCE) {
    sockets.push(...(await Promise.all(cookies.slice(at, at + AT_ONCE).map(open))));
  }
  return sockets;
}

/** Notes when each socket hears each message: the words of a message are the moment it was sent at. */
function listen(socket, found) {
  let last = 0;
  socket.on("message", ({ seq, html }) => {
    if (!found.counts) return;
    const took = performance.now() - Number(html.replace(/<[^>]*>/g, ""));
    if (last && seq !== last + 1) found.misplaced += 1;
    last = seq;
    found.heard += 1;
    found.took.push(took);
  });
}

async function talk(sockets, found) {
  const sent = [];
  const began = performance.now();
  const count = Math.round(seconds * perSecond);
  for (let number = 0; number < count; number += 1) {
    const late = began + (number * 1000) / perSecond - performance.now();
    if (late > 0) await wait(late);
    const facts = { room, client_id: uuid(), body: String(performance.now()) };
    sent.push(
      sockets[number % talkers]
        .timeout(AFTER)
        .emitWithAck("say", facts)
        .then((answer) => (answer.ok ? (found.said += 1) : (found.refused += 1)))
        .catch(() => (found.refused += 1)),
    );
  }
  await Promise.all(sent);
  found.lasted = (performance.now() - began) / 1000;
  const until = performance.now() + AFTER;
  while (found.heard < found.said * sockets.length && performance.now() < until) await wait(20);
}

const found = { counts: false, opened: 0, said: 0, refused: 0, heard: 0, misplaced: 0, cut: 0, lasted: 0, took: [] };
const sockets = await openAll();
found.opened = sockets.length;
for (const socket of sockets) socket.on("disconnect", () => (found.cut += 1));
if (idle) {
  console.log("open");
  for await (const _ of process.stdin) break; // until told to go
} else {
  for (const socket of sockets) {
    listen(socket, found);
    const answer = await socket.timeout(AFTER).emitWithAck("enter", { room });
    if (!answer.ok) throw new Error(answer.message);
  }
  // What is made once a process, such as templates, is not measured.
  for (const socket of sockets.slice(0, talkers)) {
    await socket.timeout(AFTER).emitWithAck("say", { room, client_id: uuid(), body: "Bonjour." });
  }
  await wait(1500);
  found.counts = true;
  await talk(sockets, found);
}
found.took.sort((one, other) => one - other);
const at = (share) => found.took[Math.min(found.took.length - 1, Math.floor(found.took.length * share))];
console.log(JSON.stringify({ ...found, took: undefined, p50: at(0.5), p99: at(0.99), longest: at(1) }));
process.exit(0);
