// What one said and the server does not have yet: sent one after the other, again until it is answered, under the
// number that makes twice one and the same.
const AGAIN_WAIT = 1000; // milliseconds until it is sent again where no answer came
const TOO_OFTEN_WAIT = 10; // seconds to wait where one spoke too often, in a room that is not slow

export function makeOutbox(root, line, log, queue) {
  const me = Number(root.dataset.person);
  const outbox = new Map(queue.all().map((waiting) => [waiting.client_id, waiting])); // in the order of writing
  const { dataset: words } = root;
  let turn = Promise.resolve();
  const underWay = new Set();

  function drop(client) {
    if (!outbox.delete(client)) return;
    queue.drop(client);
  }

  function enqueue(waiting) {
    if (underWay.has(waiting.client_id)) return;
    underWay.add(waiting.client_id);
    turn = turn.then(() => deliver(waiting)).catch(() => {}).finally(() => underWay.delete(waiting.client_id));
  }

  const isWaiting = (waiting) => outbox.has(waiting.client_id) && line.isIn();

  /** Sends one until it is answered, refused, given up, or the line is cut: then its turn comes again with the next. */
  async function deliver(waiting) {
    while (isWaiting(waiting)) {
      mark(waiting, "");
      log.putWaiting(waiting, words.sending);
      const { client_id, body, reply } = waiting;
      const facts = { client_id, body, ...(reply ? { reply_to: reply.id } : {}) };
      const answer = await line.ask("say", facts).catch(() => null); // perhaps it was said, perhaps not
      if (!answer) await wait(AGAIN_WAIT);
      else if (answer.ok) return said(waiting, answer);
      else if (answer.status === 429) {
        log.putWaiting(waiting, answer.message, [[words.giveUp, () => giveUp(waiting)]], false);
        await wait(1000 * (answer.seconds || Number(words.slow) || TOO_OFTEN_WAIT));
      } else return refused(waiting, answer);
    }
    if (outbox.has(waiting.client_id)) log.putWaiting(waiting, words.waiting);
    return undefined;
  }

  function said(waiting, answer) {
    drop(waiting.client_id);
    root.dispatchEvent(new Event("room:said"));
    // The message itself comes by the push; where the push was lost, catching up brings it.
    setTimeout(() => answer.seq > line.known() && line.catchUp(line.known()), line.gapWait);
  }

  function refused(waiting, answer) {
    mark(waiting, answer.message || words.unanswered);
    show(waiting);
    root.dispatchEvent(new CustomEvent("room:refused", { detail: answer }));
    if (answer.status === 404) line.refuse(answer);
  }

  function mark(waiting, refusal) {
    if ((waiting.refused ?? "") === refusal) return;
    waiting.refused = refusal;
    queue.put(waiting);
  }

  function giveUp(waiting) {
    drop(waiting.client_id);
    log.takeAway(waiting.client_id);
    root.dispatchEvent(new CustomEvent("room:give-up", { detail: waiting }));
  }

  function again(waiting) {
    mark(waiting, "");
    if (line.isIn()) enqueue(waiting);
    else show(waiting);
  }

  function show(waiting) {
    const actions = [[words.again, () => again(waiting)], [words.giveUp, () => giveUp(waiting)]];
    if (waiting.refused) log.putWaiting(waiting, waiting.refused, actions);
    else log.putWaiting(waiting, line.isIn() ? words.sending : words.waiting);
  }

  function showAll() {
    for (const waiting of outbox.values()) show(waiting);
  }

  function send(waiting) {
    outbox.set(waiting.client_id, waiting);
    queue.put(waiting);
    show(waiting);
    if (line.isIn()) enqueue(waiting);
  }

  root.addEventListener("room:received", ({ detail }) => {
    for (const { client_id: client, author } of detail) if (author === me) drop(client);
  });
  root.addEventListener("room:entered", () => {
    for (const waiting of outbox.values()) if (!waiting.refused) enqueue(waiting);
  });
  addEventListener("beforeunload", (event) => {
    // Where the browser keeps nothing, what waits would be lost with the page.
    if (outbox.size > queue.all().length) event.preventDefault();
  });
  showAll();
  return { send, showAll };
}

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
