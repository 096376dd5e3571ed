/** Labels as HTML on the map: no fonts from outside are needed. The list says the same, so they are hidden from readers of the page. */
import { type Map as MapLibre, Marker } from 'maplibre-gl';
import { fitting, type LngLat } from './labels';

export interface Label {
  id: string;
  at: LngLat;
  kind: 'rank' | 'name' | 'site';
  /** Rank in the badge, where it has one. */
  badge?: string;
  text: string;
}

function element(label: Label): HTMLElement {
  const box = document.createElement('div');
  box.className = `map-label map-label-${label.kind}`;
  box.setAttribute('aria-hidden', 'true');
  if (label.badge !== undefined) {
    const badge = document.createElement('b');
    badge.textContent = label.badge;
    box.append(badge);
  }
  const text = document.createElement('span');
  text.textContent = label.text;
  box.append(text);
  return box;
}

/** Keeps the labels of one map; earlier labels win where two would overlap. */
export class Labels {
  #markers: { label: Label; marker: Marker; box: HTMLElement }[] = [];

  constructor(private readonly map: MapLibre) {
    map.on('moveend', () => this.arrange());
    map.on('resize', () => this.arrange());
  }

  show(labels: Label[]): void {
    for (const m of this.#markers) m.marker.remove();
    this.#markers = labels.map((label) => {
      const box = element(label);
      const marker = new Marker({ element: box, anchor: 'center', offset: [0, label.kind === 'site' ? 26 : 0] }).setLngLat(label.at).addTo(this.map);
      // MapLibre makes every marker focusable content; these are pictures of what the list says.
      for (const name of ['role', 'tabindex', 'aria-label']) box.removeAttribute(name);
      return { label, marker, box };
    });
    this.arrange();
  }

  /** Hides the texts that do not fit; badges stay. */
  arrange(): void {
    const far = this.map.getZoom() < 11.4;
    const boxes = this.#markers.map(({ label }) => {
      const { x, y } = this.map.project(label.at);
      const wide = Math.max(22, label.text.length * 6.2 + 8);
      const tall = label.badge !== undefined;
      return { x, y: label.kind === 'site' ? y + 26 : y, width: wide, height: tall ? 38 : 15 };
    });
    const fit = fitting(boxes);
    this.#markers.forEach(({ label, box }, i) => {
      const shown = (fit[i] ?? false) && !(far && label.kind === 'name');
      box.classList.toggle('no-text', !shown);
    });
  }
}
