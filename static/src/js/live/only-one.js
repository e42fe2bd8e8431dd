// One line a browser, however many tabs: the tab that holds the lock listens, and passes on to the others what it hears.
import { lineTo } from "./socket.js";

/**
 * Has something called with each event of a namespace, and with the last one at once where a tab knows it.
 *
 * @param {string} name what the tabs that share the line have in common: they belong to the same session.
 * @param gather what is known after an event, from what was known and what the event tells: the last event as a rule.
 */
export function onlyOne(name, namespace, event, hear, gather = (_, facts) => facts) {
  const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel(name) : null;
  let line = null;
  let last = null;
  let letGo = () => {};

  function heard(facts) {
    last = gather(last, facts);
    tabs?.postMessage({ facts: last });
    hear(last);
  }

  function listen() {
    line = lineTo(namespace);
    line.on(event, heard);
    if (!line.active) line.connect(); // a line that is opening must not be opened twice: it would be refused, and fall silent
  }

  function stop() {
    line?.off(event, heard);
    line?.disconnect();
    line = last = null;
  }

  function begin() {
    // Without locks (an address that is not secure), each tab has a line of its own.
    if (!tabs || !navigator.locks) return listen();
    tabs.postMessage({ asks: true });
    navigator.locks
      .request(name, () => {
        listen();
        return new Promise((resolve) => {
          letGo = resolve;
        });
      })
      .catch((error) => console.error(error));
  }

  tabs?.addEventListener("message", ({ data }) => {
    if (data.facts) hear(data.facts);
    else if (data.asks && last) tabs.postMessage({ facts: last });
  });
  // A page that is put aside gives the line to another; one that is taken up again asks what it missed.
  addEventListener("pagehide", () => {
    stop();
    letGo();
  });
  addEventListener("pageshow", (shown) => shown.persisted && begin());
  begin();
}
