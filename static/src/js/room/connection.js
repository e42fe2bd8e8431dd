// The line to the room: enters it, catches up after every cut, and says in words how it stands.
const CAUGHT_AGAIN = 50; // messages before the cut that are read again, since they may have been edited meanwhile
const GAP_WAIT = 400; // milliseconds that a message which came too early waits for the one before it
const ANSWER_WAIT = 10000; // milliseconds after which an answer is taken for lost
const SPREAD = 1500; // milliseconds over which all who are in the room ask anew how it stands

/**
 * Connects a room's page. What happens is told by events on `root`: "room:entered" (its detail is the answer),
 * "room:caught-up", "room:received" (messages), "room:presence", "room:typing", "room:changed" and "room:out".
 */
export function connectRoom(root, socket, log) {
  const room = Number(root.dataset.room);
  const state = root.querySelector("[data-connection]");
  let known = Number(root.dataset.lastSeq); // everything up to here was received
  const early = new Set();
  let isIn = false;
  let isOut = false;
  let hasBeenIn = false;
  let catching = null;
  let gapTimer = null;

  const ask = (event, facts = {}) => socket.timeout(ANSWER_WAIT).emitWithAck(event, { room, ...facts });
  const tell = (name, detail) => root.dispatchEvent(new CustomEvent(`room:${name}`, { detail }));
  const say = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };

  function onItsWay() {
    if (!navigator.onLine) return root.dataset.offline;
    return hasBeenIn ? root.dataset.reconnecting : root.dataset.connecting;
  }

  function receive(messages) {
    tell("received", messages);
    log.put(messages, { arrived: true });
  }

  function reach(seq) {
    if (seq <= known) return;
    early.add(seq);
    while (early.delete(known + 1)) known += 1;
    if (early.size && !gapTimer) {
      gapTimer = setTimeout(() => {
        gapTimer = null;
        if (early.size) catchUp(known);
      }, GAP_WAIT);
    }
    tell("reached", known);
  }

  async function catchUp(after) {
    if (catching) return catching;
    catching = (async () => {
      let more = true;
      while (more && isIn) {
        const answer = await ask("catch_up", { after });
        if (!answer.ok) return refuse(answer);
        receive(answer.messages);
        for (const { seq } of answer.messages) after = Math.max(after, seq);
        known = Math.max(known, after);
        for (const seq of [...early]) if (seq <= known) early.delete(seq);
        more = answer.more;
      }
      tell("reached", known);
    })();
    try {
      await catching;
    } catch {
      // The answer was lost: the next connection catches up.
    } finally {
      catching = null;
    }
    return undefined;
  }

  async function enter() {
    try {
      const answer = await ask("enter");
      if (!answer.ok) return refuse(answer);
      isIn = true;
      say(root.dataset.connected);
      tell("presence", answer.people);
      await catchUp(hasBeenIn ? Math.max(0, known - CAUGHT_AGAIN) : known);
      hasBeenIn = true;
      tell("entered", answer);
    } catch {
      if (socket.connected) setTimeout(enter, 1000);
    }
    return undefined;
  }

  /** Asks anew how the room stands, and whether one may speak there. */
  async function askAgain() {
    const answer = isIn && (await ask("enter").catch(() => null));
    if (answer?.ok) tell("entered", answer);
    else if (answer) refuse(answer);
  }

  function refuse(answer) {
    if (answer.status !== 404 && answer.status !== 403) return;
    isIn = false;
    isOut = true;
    say(answer.message || root.dataset.refused);
    tell("out");
    socket.disconnect();
  }

  const here = (does) => (facts) => facts.room === room && does(facts);
  socket.on("connect", enter);
  socket.on("disconnect", () => {
    isIn = false;
    if (!isOut) say(onItsWay());
  });
  socket.on("connect_error", (error) => {
    // Where the server answers that the session is over, `active` is false: no further attempt would help.
    if (!socket.active) say(error.message);
    else say(onItsWay());
  });
  socket.on("message", here((said) => {
    receive([said]);
    reach(said.seq);
  }));
  socket.on("message_changed", here(log.change));
  socket.on("reactions", here(log.react));
  socket.on("presence", here(({ people }) => tell("presence", people)));
  socket.on("typing", here(({ people }) => tell("typing", people)));
  socket.on("speech", here(askAgain));
  socket.on("room", here((facts) => {
    tell("changed", facts);
    setTimeout(askAgain, Math.random() * SPREAD);
  }));
  socket.on("enter_again", here(enter));
  socket.on("session_over", ({ message }) => {
    isOut = true;
    say(message);
    tell("out");
  });
  socket.on("put_out", here(() => refuse({ status: 404, message: root.dataset.refused })));
  addEventListener("offline", () => say(root.dataset.offline));
  addEventListener("online", () => {
    if (isOut) return;
    say(isIn ? root.dataset.connected : onItsWay());
    if (!socket.connected) socket.connect();
  });
  say(root.dataset.connecting);
  if (socket.connected) enter();

  return {
    ask,
    catchUp,
    refuse,
    isIn: () => isIn && socket.connected,
    known: () => known,
    emit: (event, facts = {}) => isIn && socket.connected && socket.volatile.emit(event, { room, ...facts }),
    gapWait: GAP_WAIT,
  };
}
