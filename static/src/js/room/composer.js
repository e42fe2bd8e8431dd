// The line at the foot: Enter sends, Shift and Enter goes to the next line; what could not be sent comes back into it.

/** A UUID as 32 digits: also where the page is served without TLS, and `randomUUID` so is missing. */
export function newId() {
  if (globalThis.crypto && crypto.randomUUID) return crypto.randomUUID().replaceAll("-", "");
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function bindComposer(root, connection, log) {
  const form = root.querySelector("[data-say]");
  const field = form.querySelector("textarea");
  const hint = form.querySelector("[data-hint]");
  hint.hidden = false;
  field.rows = 1;

  const grow = () => {
    field.rows = Math.min(8, Math.max(1, field.value.split("\n").length));
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = field.value.trim();
    if (!body) {
      field.focus();
      return;
    }
    connection.send({ client_id: newId(), body, said_at: new Date().toISOString() });
    field.value = "";
    grow();
    field.focus();
    log.goToFoot();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  field.addEventListener("input", grow);
  root.addEventListener("room:give-up", (event) => {
    field.value = [event.detail, field.value].filter(Boolean).join("\n");
    grow();
    field.focus();
  });
}
