/**
 * Badges as HTML on the map: numbers stay sharp, and above everything. What stands beside them is drawn by the map
 * itself (label-layers). The list says the same, so readers of the page skip them.
 */
import { type Map as MapLibre, Marker } from 'maplibre-gl';
import type { Label } from './label-texts';

/** Keeps the badges of one map, from one answer to the next: only what they say changes. */
export class Badges {
  #placed = new Map<string, { at: Label['at']; marker: Marker; badge: HTMLElement }>();

  constructor(private readonly map: MapLibre) {}

  show(labels: Label[]): void {
    const before = this.#placed;
    this.#placed = new Map();
    for (const { id, at, badge } of labels) {
      if (badge === undefined) continue;
      const placed = before.get(id) ?? this.#make(at);
      if (placed.at !== at) placed.marker.setLngLat(at);
      placed.badge.textContent = badge;
      this.#placed.set(id, { ...placed, at });
    }
    for (const [id, { marker }] of before) if (!this.#placed.has(id)) marker.remove();
  }

  #make(at: Label['at']) {
    const box = document.createElement('div');
    const badge = document.createElement('b');
    box.append(badge);
    const marker = new Marker({ element: box, anchor: 'center' }).setLngLat(at).addTo(this.map);
    // MapLibre makes every marker focusable content; these are pictures of what the list says.
    for (const name of ['role', 'tabindex', 'aria-label']) box.removeAttribute(name);
    box.setAttribute('aria-hidden', 'true');
    box.classList.add('map-label');
    return { at, marker, badge };
  }
}
