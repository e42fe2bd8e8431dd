/** Sends one file and says how far it is. `done` gives what the server says of it, or fails with words to show. */
export function upload(url, body, { onProgress, words }) {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(Math.round((100 * event.loaded) / event.total));
    });
    request.addEventListener("load", () => {
      if (request.status < 300) resolve(request.response);
      else reject(new Error(request.response?.detail || (request.status === 413 ? words.tooLarge : words.failed)));
    });
    request.addEventListener("error", () => reject(new Error(words.away)));
    request.addEventListener("abort", () => reject(new Error("")));
  });
  request.open("POST", url);
  request.setRequestHeader("Accept", "application/json");
  request.responseType = "json";
  request.send(body);
  return { done, stop: () => request.abort() };
}
