/** Pictures and documents: chosen, pasted or dropped; the text holds their place until they are there. */
import { swap, type } from "./typing.js";
import { upload } from "./upload.js";

let brought = 0;

export function bindFiles(composer) {
  const { root, area } = composer;
  const chooser = root.querySelector("input[data-files]");
  if (!chooser) return;
  const words = chooser.dataset;
  const list = root.querySelector("[data-uploads]");

  function bring(file) {
    const holder = `![${words.holder.replace("{name}", file.name.replace(/[[\]]/g, ""))} ${(brought += 1)}]()`;
    const line = draw(file.name);
    const say = (message) => message.replace("{name}", file.name);
    if (file.size > Number(words.largest)) return line.fail(say(words.tooLarge));
    const { selectionEnd: caret, value } = area;
    const gap = caret && value[caret - 1] !== "\n" ? "\n" : "";
    composer.holders.add(holder);
    type(area, `${gap}${holder}\n`, caret, caret);
    const body = composer.request({});
    body.set("file", file, file.name);
    const { done, stop } = upload(words.url, body, { onProgress: line.progress, words });
    line.stop(stop);
    const settled = done
      .then(({ markdown }) => {
        line.remove();
        swap(area, holder, markdown);
      })
      .catch((error) => {
        if (!swap(area, `${holder}\n`, "")) swap(area, holder, "");
        if (error.message) line.fail(say(error.message));
        else line.remove();
        return error.message;
      })
      .finally(() => {
        composer.holders.delete(holder);
        composer.uploads.delete(settled);
      });
    composer.uploads.add(settled);
  }

  function draw(name) {
    const line = document.createElement("li");
    const title = document.createElement("span");
    const bar = document.createElement("progress");
    const button = document.createElement("button");
    title.textContent = name;
    bar.max = 100;
    bar.setAttribute("aria-label", words.progress.replace("{name}", name));
    button.type = "button";
    button.textContent = words.stop;
    button.setAttribute("aria-label", words.stopOne.replace("{name}", name));
    line.append(title, bar, button);
    list.append(line);
    const remove = () => {
      const hadFocus = line.contains(document.activeElement);
      line.remove();
      if (hadFocus) area.focus();
    };
    return {
      remove,
      progress: (percent) => {
        bar.value = percent;
      },
      stop: (stop) => button.addEventListener("click", stop, { once: true }),
      fail: (message) => {
        line.className = "field-error";
        title.setAttribute("role", "alert");
        title.textContent = message;
        bar.remove();
        button.textContent = words.close;
        button.removeAttribute("aria-label");
        button.addEventListener("click", remove);
      },
    };
  }

  const bringAll = (files) => [...files].forEach(bring);
  root.querySelector("[data-files-block]").hidden = true;
  chooser.removeAttribute("name"); // what is chosen goes at once, and not with the form
  const button = root.querySelector("[data-file]");
  button.hidden = false;
  button.addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    bringAll(chooser.files);
    chooser.value = "";
  });
  area.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return; // a word processor adds a picture of its text
    event.preventDefault();
    bringAll(files);
  });
  bindDrop(root, bringAll);
}

function bindDrop(root, bringAll) {
  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  root.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    root.classList.add("dropping");
  });
  root.addEventListener("dragleave", (event) => {
    if (!root.contains(event.relatedTarget)) root.classList.remove("dropping");
  });
  root.addEventListener("drop", (event) => {
    root.classList.remove("dropping");
    if (!holdsFiles(event)) return;
    event.preventDefault();
    bringAll(event.dataTransfer.files);
  });
}
