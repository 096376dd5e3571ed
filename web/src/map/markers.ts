/**
 * Labels as HTML on the map: no fonts from outside are needed. The list says the same, so readers of the page skip
 * them.
 */
import { type Map as MapLibre, Marker } from 'maplibre-gl';
import type { Label } from './label-texts';
import { type Box, fitting } from './labels';

/** Names of areas outside the top, and of sites, are shown from here on. */
const nameZoom = 11.4;

interface Placed {
  label: Label;
  marker: Marker;
  badge: HTMLElement;
  text: HTMLElement;
}

/** How far below its point a text stands, pixels: under its badge, a site under the name. */
function shift(label: Label): number {
  if (label.kind === 'site') return 31;
  return label.badge === undefined ? 0 : 18;
}

function key(label: Label): string {
  return `${label.kind === 'site' ? 'site' : 'area'} ${label.id}`;
}

/** Keeps the labels of one map; earlier labels win where two would overlap. */
export class Labels {
  /** In the order of showing. Markers are kept from one answer to the next: only what they say changes. */
  #placed = new Map<string, Placed>();
  #labels: Label[] = [];

  constructor(private readonly map: MapLibre) {
    map.on('moveend', () => this.#draw());
    map.on('resize', () => this.#draw());
  }

  show(labels: Label[]): void {
    this.#labels = labels;
    this.#draw();
  }

  #draw(): void {
    const far = this.map.getZoom() < nameZoom;
    const wanted = this.#labels.filter((l) => l.kind === 'rank' || !far);
    const before = this.#placed;
    this.#placed = new Map(wanted.map((l) => [key(l), this.#place(l, before.get(key(l)))]));
    for (const [k, p] of before) if (!this.#placed.has(k)) p.marker.remove();
    this.#arrange();
  }

  #place(label: Label, old: Placed | undefined): Placed {
    const placed = old ?? this.#make(label);
    const { badge, text, marker } = placed;
    if (old && old.label.at !== label.at) marker.setLngLat(label.at);
    badge.hidden = label.badge === undefined;
    badge.textContent = label.badge ?? '';
    text.textContent = label.text;
    text.style.top = `${shift(label)}px`;
    text.className = label.kind;
    return { ...placed, label };
  }

  #make(label: Label): Placed {
    const box = document.createElement('div');
    const [badge, text] = [document.createElement('b'), document.createElement('span')];
    box.append(badge, text);
    const marker = new Marker({ element: box, anchor: 'center' }).setLngLat(label.at).addTo(this.map);
    // MapLibre makes every marker focusable content; these are pictures of what the list says.
    for (const name of ['role', 'tabindex', 'aria-label']) box.removeAttribute(name);
    box.setAttribute('aria-hidden', 'true');
    box.classList.add('map-label');
    return { label, marker, badge, text };
  }

  /** Hides the texts that do not fit; badges stay, and no text covers one. */
  #arrange(): void {
    const placed = [...this.#placed.values()].map((p) => ({ ...p, ...this.map.project(p.label.at) }));
    const badges = placed
      .filter(({ label }) => label.badge !== undefined)
      .map(({ x, y }): Box => ({ x, y, width: 24, height: 22 }));
    const texts = placed.map(({ label, x, y }): Box => {
      const width = label.text.length * 6.1 + 6;
      return { x, y: y + shift(label), width, height: 13 };
    });
    const fit = fitting(texts, badges);
    placed.forEach(({ text }, i) => {
      text.hidden = !fit[i];
    });
  }
}
