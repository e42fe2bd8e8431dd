// One connection a page, whatever is live on it and whichever script asks: each part has its own line over it.
import { Manager } from "socket.io-client";

const kept = (globalThis.mediane ??= { lines: new Map() });

export function lineTo(namespace) {
  kept.manager ??= new Manager({
    path: "/socket.io",
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    query: { page: Math.random().toString(36).slice(2) }, // by which a proxy leads all of a page's requests to one process
  });
  if (!kept.lines.has(namespace)) kept.lines.set(namespace, kept.manager.socket(namespace));
  return kept.lines.get(namespace);
}
