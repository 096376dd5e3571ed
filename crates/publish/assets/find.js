'use strict';
// The search: everything is computed on the device; the only requests are for files of this site.
(() => {
  const html = document.documentElement;
  const root = html.dataset.root;
  const box = document.getElementById('search');
  const field = document.getElementById('find');
  const list = document.getElementById('found');
  const note = document.getElementById('found-note');
  const most = 12;
  const first = note.textContent;
  let data;
  let outlines;

  const short = { street: 'st', avenue: 'ave', av: 'ave', boulevard: 'blvd', drive: 'dr', road: 'rd', place: 'pl', court: 'ct',
    lane: 'ln', terrace: 'ter', parkway: 'pkwy', highway: 'hwy', saint: 'st', north: 'n', south: 's', east: 'e', west: 'w' };
  const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[.'\u2019]/g, '')
    .replace(/[^a-z0-9&/]+/g, ' ').trim().split(' ').map((word) => short[word] ?? word).join(' ');
  const get = async (name) => (await fetch(root + name)).json();
  const load = async () => {
    data ??= get('find.json').then((d) => {
      d.placeKeys = d.places.map((p) => plain(p[0]));
      d.streetKeys = d.streets.map((s) => plain(s[0]));
      return d;
    });
    return data;
  };
  const rank = (key, asked) => (key === asked ? 0 : key.startsWith(asked) ? 1 : ` ${key}`.includes(` ${asked}`) ? 2 : 9);
  const best = (keys, asked) => keys.map((key, i) => [rank(key, asked), i]).filter(([r]) => r < 9)
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const inPlace = (street, place) => box.dataset.findStreetIn.replace('{street}', street).replace('{place}', place);

  function crossings(d, asked) {
    const sides = asked.split(/ ?(?:&|\/| and | y | e ) ?/).filter(Boolean);
    if (sides.length !== 2) return [];
    const [a, b] = sides.map((side) => new Set(best(d.streetKeys, side).map(([, i]) => i)));
    const found = [];
    for (let i = 0; i < d.crossings.length && found.length < most; i += 3) {
      const [s, t, p] = d.crossings.slice(i, i + 3);
      if ((a.has(s) && b.has(t)) || (a.has(t) && b.has(s))) {
        found.push([`${d.streets[s][0]} & ${d.streets[t][0]}`, p]);
      }
    }
    return found;
  }

  function search(d, text) {
    // A kind of street that is only half typed yet: "boul".
    const whole = (word) => (word.length > 2 && Object.keys(short).find((kind) => kind.startsWith(word))) || word;
    const asked = plain(text.toLowerCase().split(' ').map(whole).join(' '));
    if (asked.length < 2) return null;
    const found = crossings(d, asked).map(([name, p]) => [inPlace(name, d.places[p][0]), p]);
    for (const [, p] of best(d.placeKeys, asked)) found.push([d.places[p][0], p]);
    for (const [, s] of best(d.streetKeys, asked)) {
      if (found.length > most) break;
      for (const p of d.streets[s][1]) found.push([inPlace(d.streets[s][0], d.places[p][0]), p]);
    }
    return found.slice(0, most);
  }

  const address = (d, p) => `${root}${html.dataset.folder}n/${d.places[p][1]}.html`;

  async function show() {
    const text = field.value;
    const d = await load();
    if (text !== field.value) return;
    const found = search(d, text);
    list.replaceChildren(...(found ?? []).map(([name, p]) => {
      const link = document.createElement('a');
      link.href = address(d, p);
      link.textContent = name;
      const item = document.createElement('li');
      item.append(link);
      return item;
    }));
    note.textContent = !found ? first
      : found.length ? box.dataset.findSome.replace('{n}', found.length) : box.dataset.findNone;
  }

  const holds = (ring, [x, y]) => {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i], ring[j]];
      if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside;
    }
    return inside;
  };
  async function here({ coords }) {
    const d = await load();
    outlines ??= await get('outlines.json');
    const at = [coords.longitude, coords.latitude];
    const p = outlines.findIndex((rings) => rings.some((ring) => holds(ring, at)));
    if (p < 0) note.textContent = box.dataset.hereNone;
    else location.href = address(d, p);
  }

  // What others copy names the whole address of the small page.
  const embed = document.getElementById('embed');
  if (embed) {
    embed.value = embed.value.replace(/src="([^"]+)"/, (_, path) => `src="${new URL(path, location.href)}"`);
    embed.addEventListener('focus', () => embed.select());
  }

  box.hidden = false;
  field.addEventListener('focus', load, { once: true });
  field.addEventListener('input', show);
  field.addEventListener('keydown', (e) => {
    if (e.key === 'Enter') list.querySelector('a')?.click();
  });
  document.getElementById('here').addEventListener('click', () => {
    const none = () => { note.textContent = box.dataset.hereNone; };
    if (navigator.geolocation) navigator.geolocation.getCurrentPosition(here, none);
    else none();
  });
  if ('serviceWorker' in navigator) navigator.serviceWorker.register(`${root}sw.js`).catch(() => {});
})();
