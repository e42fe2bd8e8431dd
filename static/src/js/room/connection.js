// The line to the room: enters it, catches up after every cut, sends what waits until the server has it.
const CAUGHT_AGAIN = 50; // messages before the cut that are read again, since they may have been edited meanwhile
const GAP_WAIT = 400; // milliseconds that a message which came too early waits for the one before it
const ANSWER_WAIT = 10000; // milliseconds after which an answer is taken for lost
const SEEN_WAIT = 3000; // milliseconds between two notes of how far one has read

export function connectRoom(root, socket, log) {
  const room = Number(root.dataset.room);
  const state = root.querySelector("[data-connection]");
  const outbox = new Map(); // by client_id, in the order of writing
  let known = Number(root.dataset.lastSeq); // everything up to here is shown
  const early = new Set();
  let seen = Number(root.dataset.readSeq);
  let isIn = false;
  let isOut = false;
  let hasBeenIn = false;
  let catching = null;
  let line = Promise.resolve(); // what one writes is sent one after the other, so that it arrives in its order
  let gapTimer = null;
  let seenTimer = null;

  const ask = (event, facts) => socket.timeout(ANSWER_WAIT).emitWithAck(event, { room, ...facts });
  const say = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };

  function onItsWay() {
    if (!navigator.onLine) return root.dataset.offline;
    return hasBeenIn ? root.dataset.reconnecting : root.dataset.connecting;
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
    noteSeen();
  }

  async function catchUp(after) {
    if (catching) return catching;
    catching = (async () => {
      let more = true;
      while (more && isIn) {
        const answer = await ask("catch_up", { after });
        if (!answer.ok) return refuse(answer);
        log.put(answer.messages, { arrived: true });
        outboxReceived(answer.messages);
        for (const { seq } of answer.messages) after = Math.max(after, seq);
        known = Math.max(known, after);
        for (const seq of [...early]) if (seq <= known) early.delete(seq);
        more = answer.more;
      }
      noteSeen();
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

  function outboxReceived(messages) {
    for (const { client_id: client, author } of messages) {
      if (author === Number(root.dataset.person)) outbox.delete(client);
    }
  }

  async function enter() {
    try {
      const answer = await ask("enter", {});
      if (!answer.ok) return refuse(answer);
      isIn = true;
      showPeople(answer.people);
      say(root.dataset.connected);
      hideSeenForm();
      await catchUp(hasBeenIn ? Math.max(0, known - CAUGHT_AGAIN) : known);
      hasBeenIn = true;
      for (const waiting of outbox.values()) if (!waiting.refused) enqueue(waiting);
    } catch {
      if (socket.connected) setTimeout(enter, 1000);
    }
    return undefined;
  }

  function refuse(answer) {
    if (answer.status !== 404 && answer.status !== 403) return;
    isIn = false;
    isOut = true;
    say(answer.message || root.dataset.refused);
    socket.disconnect();
  }

  function enqueue(waiting) {
    line = line.then(() => (outbox.has(waiting.client_id) ? deliver(waiting) : undefined));
  }

  async function deliver(waiting) {
    if (!isIn) {
      log.putWaiting(waiting, root.dataset.name, root.dataset.waiting);
      return;
    }
    waiting.refused = false;
    log.putWaiting(waiting, root.dataset.name, root.dataset.sending);
    try {
      const answer = await ask("say", { client_id: waiting.client_id, body: waiting.body });
      if (answer.ok) {
        outbox.delete(waiting.client_id);
        // The message itself comes by the push; where the push was lost, catching up brings it.
        setTimeout(() => answer.seq > known && catchUp(known), GAP_WAIT);
        return;
      }
      waiting.refused = true;
      log.putWaiting(waiting, root.dataset.name, answer.message, [
        [root.dataset.again, () => enqueue(waiting)],
        [root.dataset.giveUp, () => giveUp(waiting)],
      ]);
      if (answer.status === 404) refuse(answer);
    } catch {
      // No answer: perhaps it was said, perhaps not. It is sent again under the same client_id.
      if (isIn && socket.connected) setTimeout(() => enqueue(waiting), 1000);
    }
  }

  function giveUp(waiting) {
    outbox.delete(waiting.client_id);
    log.takeAway(waiting.client_id);
    root.dispatchEvent(new CustomEvent("room:give-up", { detail: waiting.body }));
  }

  function send(waiting) {
    outbox.set(waiting.client_id, waiting);
    log.putWaiting(waiting, root.dataset.name, isIn ? root.dataset.sending : root.dataset.waiting);
    if (isIn) enqueue(waiting);
  }

  function showPeople(people) {
    const list = root.querySelector("[data-people]");
    const others = people.filter(({ id }) => id !== Number(root.dataset.person));
    list.replaceChildren(
      ...others.map(({ id, name }) => {
        const item = document.createElement("li");
        item.dataset.person = id;
        item.textContent = name;
        return item;
      }),
    );
    root.querySelector("[data-nobody]").hidden = others.length > 0;
  }

  /** Notes how far one has read: only what was in view, of a page in view. */
  function noteSeen() {
    if (seenTimer || !isIn || document.hidden || !log.isNearFoot() || known <= seen) return;
    seenTimer = setTimeout(async () => {
      seenTimer = null;
      const seq = known;
      if (document.hidden || !isIn || seq <= seen) return;
      try {
        const answer = await ask("seen", { seq });
        if (answer.ok) seen = Math.max(seen, seq);
      } catch {
        // The next message, or the next look at the room, notes it.
      }
    }, SEEN_WAIT);
  }

  /** The button that says one has read is for pages without a line; with one, what is in view is noted as read. */
  function hideSeenForm() {
    const form = root.querySelector("[data-seen-form]");
    if (form) form.hidden = true;
  }

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
  socket.on("message", (said) => {
    if (said.room !== room) return;
    outboxReceived([said]);
    log.put([said], { arrived: true });
    reach(said.seq);
  });
  socket.on("message_changed", (said) => said.room === room && log.change(said));
  socket.on("presence", (facts) => facts.room === room && showPeople(facts.people));
  socket.on("enter_again", (facts) => facts.room === room && enter());
  socket.on("put_out", (facts) => facts.room === room && refuse({ status: 404, message: root.dataset.refused }));
  addEventListener("offline", () => say(root.dataset.offline));
  addEventListener("online", () => {
    if (isOut) return;
    say(isIn ? root.dataset.connected : onItsWay());
    if (!socket.connected) socket.connect();
  });
  document.addEventListener("visibilitychange", noteSeen);
  root.querySelector("[data-log]").addEventListener("scroll", noteSeen, { passive: true });
  addEventListener("beforeunload", (event) => {
    if (outbox.size) event.preventDefault();
  });
  say(root.dataset.connecting);
  return { send };
}
