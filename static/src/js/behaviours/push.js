/** Has this browser take web push, on its person's press alone; says where it can't. */
export function bindPush(root) {
  const place = root.querySelector("[data-push]");
  if (!place || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  place.querySelector("[data-push-state=ask] button").addEventListener("click", () => ask(place));
  look(place).catch(() => show(place, "unable"));
}

/** Shows one state and hides the others. */
function show(place, state) {
  for (const each of place.querySelectorAll("[data-push-state]")) each.hidden = each.dataset.pushState !== state;
}

async function look(place) {
  if (Notification.permission === "denied") return show(place, "denied");
  const registration = await navigator.serviceWorker.getRegistration(place.dataset.worker);
  const subscription = await registration?.pushManager.getSubscription();
  const known = [...place.querySelectorAll("[data-endpoint]")].some((row) => row.dataset.endpoint === subscription?.endpoint);
  show(place, known ? "here" : "ask");
}

async function ask(place) {
  try {
    if ((await Notification.requestPermission()) !== "granted") return await look(place);
    await navigator.serviceWorker.register(place.dataset.worker, { scope: "/" });
    const { pushManager } = await navigator.serviceWorker.ready;
    await (await pushManager.getSubscription())?.unsubscribe(); // it may be tied to a key that the site has no more
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: place.dataset.push });
    const answer = await fetch(place.dataset.url, {
      method: "POST",
      body: JSON.stringify(subscription),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": place.dataset.token },
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    location.reload();
  } catch (error) {
    console.error(error);
    show(place, "failed");
  }
}
