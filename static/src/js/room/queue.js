/** What was written and is not yet said: this browser keeps it, so that it survives a reload; all tabs share it. */
import { remember, remembered } from "../behaviours/composer/memory.js";

export function keptQueue(room) {
  const key = `room-queue:${room}`;
  const all = () => remembered(key) ?? [];
  const others = (client) => all().filter((one) => one.client_id !== client);
  const write = (list) => remember(key, list.length ? list : null);

  return {
    all,
    put: (waiting) => {
      const list = all();
      const isThere = list.some((one) => one.client_id === waiting.client_id);
      write(isThere ? list.map((one) => (one.client_id === waiting.client_id ? waiting : one)) : [...list, waiting]);
    },
    drop: (client) => write(others(client)),
  };
}
