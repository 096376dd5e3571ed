/**
 * Drawing an outline: corners set by clicks on the map, at its middle, or typed. The corners stand in the address.
 */
import type { Camera } from '../../state/url';
import { view } from '../../state/view.svelte';
import { type Point, simplified } from './polygon';

/** More corners than this are thinned: the address must stay short enough to send. */
export const mostCorners = 40;

class Drawing {
  /** Where the map looks; null while there is no map. */
  center: (() => Point) | null = null;

  /** Whether a form on another screen wants an outline drawn. */
  asked = $state(false);

  /** Whether corners can be set on the map. */
  on = $derived(view.state.screen === 'draw' || (view.state.screen === 'sites' && this.asked));

  add(at: Point): void {
    if (view.state.drawn || view.state.draft.length >= mostCorners) return;
    view.change({ draft: [...view.state.draft, rounded(at)] });
  }

  /** Sets a corner anew; what is finished stays so, and is scored again. */
  move(position: number, at: Point): void {
    view.change({ draft: view.state.draft.map((p, i) => (i === position ? rounded(at) : p)) });
  }

  /** Puts a corner in before the one at that position. */
  insert(position: number, at: Point): void {
    const { draft } = view.state;
    if (draft.length >= mostCorners) return;
    view.change({ draft: [...draft.slice(0, position), rounded(at), ...draft.slice(position)] });
  }

  addCenter(): void {
    const at = this.center?.();
    if (at) this.add(at);
  }

  undo(): void {
    view.change({ draft: view.state.draft.slice(0, -1), drawn: false });
  }

  remove(position: number): void {
    const draft = view.state.draft.filter((_, i) => i !== position);
    view.change({ draft, drawn: view.state.drawn && draft.length >= 3 });
  }

  clear(): void {
    view.change({ draft: [], drawn: false });
  }

  finish(): void {
    if (view.state.draft.length >= 3) view.change({ drawn: true });
  }

  edit(): void {
    view.change({ drawn: false });
  }

  /** Starts from the outline of an area, with fewer corners where it has many. */
  startFrom(geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon): void {
    const rings = geometry.type === 'Polygon' ? [geometry.coordinates[0]] : geometry.coordinates.map((p) => p[0]);
    const longest = rings.reduce((a, b) => ((b?.length ?? 0) > (a?.length ?? 0) ? b : a));
    const points = (longest ?? []).map((p): Point => [p[0] ?? 0, p[1] ?? 0]);
    view.change({ draft: simplified(points, mostCorners).map(rounded), drawn: true, camera: about(points) });
  }
}

/** Where the map looks so that an outline fills about half of it, some 700 pixels wide. */
function about(points: Point[]): Camera {
  const [lngs, lats] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const [west, east, south, north] = [Math.min(...lngs), Math.max(...lngs), Math.min(...lats), Math.max(...lats)];
  const wide = Math.max(east - west, (north - south) / Math.cos((south * Math.PI) / 180), 1e-4);
  const zoom = Math.min(16, Math.log2((360 / wide) * (350 / 512)));
  return { zoom: Number(zoom.toFixed(2)), lng: (west + east) / 2, lat: (south + north) / 2 };
}

/** Five decimals are about a meter: what the address holds is what is drawn. */
function rounded([lng, lat]: Point): Point {
  return [Number(lng.toFixed(5)), Number(lat.toFixed(5))];
}

export const drawing = new Drawing();
