// Kept by the browser for when no page of the site is open: shows what is pushed, and opens what it speaks of.
// It stands at the root of the site (/push-worker.js) and answers no request of any page.
self.addEventListener("push", (event) => {
  const { title = "Médiane", body = "", url = "/notices", tag = "" } = said(event);
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url } }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

function said(event) {
  try {
    return event.data.json();
  } catch {
    return {}; // a browser must show something for each push, or it ends the subscription
  }
}

async function open(path) {
  const wanted = new URL(path, self.location.origin);
  if (wanted.origin !== self.location.origin) return;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((each) => new URL(each.url).pathname === wanted.pathname);
  await (page ? page.focus() : self.clients.openWindow(wanted.href));
}
