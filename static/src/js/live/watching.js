// How closely one follows something: the choice is kept as soon as it is made.
export function bindWatching(root) {
  for (const form of root.querySelectorAll("[data-watch]")) {
    const choice = form.elements.level;
    const said = form.querySelector("[data-watch-said]");
    let kept = choice.value;
    let sending = Promise.resolve();
    form.querySelector("button").hidden = true;

    async function send() {
      const body = new FormData(form);
      said.textContent = "";
      const way = { method: "POST", body, headers: { Accept: "application/json" } };
      const answer = await fetch(form.action, way).catch(() => ({ ok: false }));
      if (answer.ok) kept = body.get("level");
      else choice.value = kept;
      said.textContent = answer.ok ? form.dataset.kept : form.dataset.failed;
    }

    choice.addEventListener("change", () => {
      sending = sending.then(send); // one after the other, so that the last choice is what holds
    });
  }
}
