// Who is there, and who is writing: both come from the server and go by themselves.
const FORGOTTEN = 8000; // milliseconds after which one who wrote is no longer said to
const EVERY = 3000; // milliseconds between two signs that one writes

export function followPeople(root, line) {
  const me = Number(root.dataset.person);
  const list = root.querySelector("[data-people]");
  const nobody = root.querySelector("[data-nobody]");
  const typing = root.querySelector("[data-typing]");
  let timer = null;

  root.addEventListener("room:presence", ({ detail }) => {
    const others = detail.filter(({ id }) => id !== me);
    list.replaceChildren(
      ...others.map(({ id, name }) => {
        const item = document.createElement("li");
        item.dataset.person = id;
        item.textContent = name;
        return item;
      }),
    );
    nobody.hidden = others.length > 0;
  });

  function write(people) {
    clearTimeout(timer);
    const words = wordsFor(people.filter(({ id }) => id !== me).map(({ name }) => name));
    if (typing && typing.textContent !== words) typing.textContent = words;
    if (words) timer = setTimeout(write, FORGOTTEN, []);
  }

  function wordsFor([name, other, ...more]) {
    const { typingOne, typingTwo, typingMany } = root.dataset;
    if (!name) return "";
    if (!other) return typingOne.replace("{name}", name);
    return more.length ? typingMany : typingTwo.replace("{name}", name).replace("{other}", other);
  }

  root.addEventListener("room:typing", ({ detail }) => write(detail));
  return makeSign(line);
}

/** Says that one is writing, from time to time while one does. */
function makeSign(line) {
  let last = 0;
  return () => {
    if (Date.now() - last < EVERY) return;
    last = Date.now();
    line.emit("typing");
  };
}
