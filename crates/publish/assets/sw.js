'use strict';
// Offline after the first visit: the frame at once, every page once it was seen. A new edition is a new cache.
const name = 'edition-VERSION';
const frame = ['index.html', 'es/index.html', 'style.css', 'find.js', 'find.json', 'outlines.json'];
self.addEventListener('install', (e) => {
  e.waitUntil(caches.open(name).then((c) => c.addAll(frame)).then(() => self.skipWaiting()));
});
self.addEventListener('activate', (e) => {
  const old = (all) => Promise.all(all.filter((n) => n.startsWith('edition-') && n !== name).map((n) => caches.delete(n)));
  e.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});
self.addEventListener('fetch', (e) => {
  if (e.request.method !== 'GET' || new URL(e.request.url).origin !== location.origin) return;
  const answer = async () => {
    const cache = await caches.open(name);
    const kept = await cache.match(e.request, { ignoreSearch: true });
    if (kept) return kept;
    const fresh = await fetch(e.request);
    if (fresh.ok) cache.put(e.request, fresh.clone());
    return fresh;
  };
  e.respondWith(answer());
});
