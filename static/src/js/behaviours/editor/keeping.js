/** Keeps what is typed on this device until the server has it. */
const WAIT = 300;
const SENT = "sheet-sent";

export function keeper(form, texts) {
  let key = `sheet:${location.pathname}`;
  let timer;
  const field = (name) => form.elements.namedItem(name);

  function keep() {
    clearTimeout(timer);
    timer = setTimeout(write, WAIT);
  }

  function write() {
    try {
      const held = { texts: texts(), opened: field("opened").value, unanswered: field("unanswered").value };
      localStorage.setItem(key, JSON.stringify(held));
    } catch {
      // full, or not allowed: the server is what counts
    }
  }

  function forget() {
    clearTimeout(timer);
    localStorage.removeItem(key);
  }

  /** Puts back what was typed and not saved; says whether there was any. */
  function restore() {
    const sent = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if ("held" in form.dataset) return false; // a refused form holds everything itself
    if (sent) localStorage.removeItem(sent);
    const held = read();
    if (!held) return false;
    const opened = JSON.parse(field("opened").value || "{}");
    const openedThen = JSON.parse(held.opened || "{}");
    let isAny = false;
    for (const [name, text] of Object.entries(held.texts)) {
      const one = field(name);
      if (!one || one.value === text) continue;
      one.value = text;
      if (name in openedThen) opened[name] = openedThen[name];
      isAny = true;
    }
    if (isAny && field("opened").value) {
      field("opened").value = JSON.stringify(opened);
      field("unanswered").value = held.unanswered || "";
    }
    if (!isAny) forget();
    return isAny;
  }

  function read() {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  return {
    keep,
    forget,
    restore,
    moveTo: (path) => {
      key = `sheet:${path}`;
    },
    sent: () => {
      write();
      sessionStorage.setItem(SENT, key);
    },
  };
}
