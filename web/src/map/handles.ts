/**
 * Handles on an outline being drawn: a corner is moved by dragging it, and a new one made by dragging the middle of a
 * side. For a pointer alone: the list of corners does the same by keyboard.
 */
import { type Map as MapLibre, Marker } from 'maplibre-gl';
import type { LngLat } from './labels';

export interface Outline {
  points: LngLat[];
  closed: boolean;
}

/** What a handle does when it is let go: sets a corner anew, or puts one in before it. */
export type Moved = (position: number, at: LngLat, added: boolean) => void;

export class Handles {
  #markers: Marker[] = [];

  constructor(
    private readonly map: MapLibre,
    private readonly moved: Moved,
  ) {}

  show(outline: Outline | null): void {
    for (const marker of this.#markers) marker.remove();
    const { points, closed } = outline ?? { points: [], closed: false };
    const corners = points.map((at, i) => this.#make('corner-handle', at, i, false));
    this.#markers = [...corners, ...middles(points, closed).map(([i, at]) => this.#make('side-handle', at, i, true))];
  }

  #make(name: string, at: LngLat, position: number, added: boolean): Marker {
    const element = document.createElement('div');
    const marker = new Marker({ element, anchor: 'center', draggable: true }).setLngLat(at).addTo(this.map);
    for (const told of ['role', 'tabindex', 'aria-label']) element.removeAttribute(told);
    element.setAttribute('aria-hidden', 'true');
    element.classList.add(name);
    marker.on('dragend', () => {
      const { lng, lat } = marker.getLngLat();
      this.moved(position, [lng, lat], added);
    });
    return marker;
  }
}

/** The middle of each side, with the place that a corner there would take. */
export function middles(points: LngLat[], closed: boolean): [number, LngLat][] {
  const sides = closed && points.length > 2 ? points.length : points.length - 1;
  return Array.from({ length: Math.max(0, sides) }, (_, i): [number, LngLat] => {
    const [a, b] = [points[i] as LngLat, points[(i + 1) % points.length] as LngLat];
    return [i + 1, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]];
  });
}
