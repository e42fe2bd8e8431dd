/** What this device remembers for one person: a staff room's computer serves many. */
const owner = () => document.body.dataset.person ?? "";

export function remembered(key) {
  try {
    return JSON.parse(localStorage.getItem(`${key}:${owner()}`));
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    if (value) localStorage.setItem(`${key}:${owner()}`, JSON.stringify(value));
    else localStorage.removeItem(`${key}:${owner()}`);
  } catch {
    // full, or not allowed: the server is what counts
  }
}
