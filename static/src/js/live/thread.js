// A thread made live: what is written and edited appears by itself. The line tells which posts came or changed; what
// they say is asked for as any page is, so that nobody is shown more than they may see.
import { lineTo } from "./socket.js";
import { followReading } from "./thread/marks.js";
import { makeNews } from "./thread/news.js";
import { makePosts } from "./thread/posts.js";

const GATHER = 150; // milliseconds in which what happens is asked for together
const SPREAD = 2000; // milliseconds over which readers who are all called again come back
const ANSWER_WAIT = 10000; // milliseconds after which an answer is taken for lost

export function bindThread(root) {
  const place = root.querySelector("[data-posts][data-thread]");
  if (!place) return;
  const thread = Number(place.dataset.thread);
  const marks = followReading(place);
  const news = makeNews(place);
  const posts = makePosts(place, { arrived, changed: () => news.say(place.dataset.changed) });
  const socket = lineTo("/threads");
  let hasBeenIn = false;
  let again = null;
  let timer = null;
  let wanted = new Set();
  let all = false;

  function arrived(numbers, others) {
    for (const number of numbers) marks.watch(number);
    if (!others.length) return;
    news.tell(others);
    document.dispatchEvent(new CustomEvent("mediane:posts", { detail: { count: others.length, numbers: others } }));
  }

  function gather(numbers, whole = false) {
    for (const number of numbers) wanted.add(number);
    all ||= whole;
    timer ??= setTimeout(() => {
      const asked = [...wanted];
      const everything = all;
      timer = null;
      wanted = new Set();
      all = false;
      posts.refresh(asked, everything);
    }, GATHER);
  }

  async function enter() {
    clearTimeout(again);
    try {
      const answer = await socket.timeout(ANSWER_WAIT).emitWithAck("enter", { thread });
      if (!answer.ok) {
        if (answer.status === 404 || answer.status === 403) close();
        return;
      }
      again = setTimeout(enter, answer.seconds * 1000 * (0.6 + Math.random() / 4));
      // After a cut all that is shown may have changed; before the first time only what came while the page loaded.
      if (hasBeenIn || answer.last > posts.known()) gather([], hasBeenIn);
      hasBeenIn = true;
    } catch {
      if (socket.connected) again = setTimeout(enter, SPREAD);
    }
  }

  function close() {
    news.say(place.dataset.closed);
    for (const event of ["connect", "posts", "changed", "thread", "enter_again"]) socket.off(event);
  }

  socket.on("connect", enter);
  socket.on("enter_again", () => {
    again = setTimeout(enter, Math.random() * SPREAD);
  });
  socket.on("posts", (facts) => facts.thread === thread && gather(facts.numbers));
  socket.on("changed", (facts) => facts.thread === thread && gather(facts.numbers));
  socket.on("thread", (facts) => facts.thread === thread && gather([], true));
  if (socket.connected) enter();
}
