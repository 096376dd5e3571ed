/** Turns one scene into the next: only what differs is told to MapLibre. */
import type {
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibre,
  RasterTileSource,
  SourceSpecification,
  StyleSpecification,
  VectorTileSource,
} from 'maplibre-gl';
import type { FeatureState, Scene, States } from './scene';

/** The first style is the first scene: nothing hidden is fetched, and nothing that was not asked for is seen. */
export function styleOf(scene: Scene): StyleSpecification {
  const layers = scene.layers.map((l) => l.style);
  return { version: 8, sources: scene.sources, layers, transition: { duration: 0, delay: 0 } };
}

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** What stands on a map, and the way from there to another scene. */
export class Stage {
  readonly #map: MapLibre;
  readonly #sources = new Map<string, SourceSpecification>();
  /** Layers once added stay, hidden where no scene has them: their tiles are not fetched again. */
  readonly #layers = new Map<string, { style: LayerSpecification; seen: boolean }>();
  #states: Record<string, States> = {};

  constructor(map: MapLibre, first: Scene) {
    this.#map = map;
    for (const [name, source] of Object.entries(first.sources)) this.#sources.set(name, source);
    for (const { style } of first.layers) this.#layers.set(style.id, { style, seen: true });
  }

  apply(scene: Scene): void {
    for (const [name, source] of Object.entries(scene.sources)) this.#source(name, source);
    this.#order(scene);
    this.#state(scene.states);
  }

  /** Asks once more for the tiles of a source. */
  refetch(name: string): void {
    const source = this.#sources.get(name);
    if (source && 'tiles' in source && source.tiles) this.#tiles(name, source.tiles);
    else if (source?.type === 'vector' && source.url) this.#map.getSource<VectorTileSource>(name)?.setUrl(source.url);
  }

  #tiles(name: string, tiles: string[]): void {
    this.#map.getSource<VectorTileSource | RasterTileSource>(name)?.setTiles(tiles);
  }

  #source(name: string, source: SourceSpecification): void {
    const before = this.#sources.get(name);
    this.#sources.set(name, source);
    if (!before) this.#map.addSource(name, source);
    else if (source.type === 'geojson' && before.type === 'geojson') {
      if (source.data !== before.data) this.#map.getSource<GeoJSONSource>(name)?.setData(source.data);
    } else if ('tiles' in source && source.tiles && !same(source, before)) this.#tiles(name, source.tiles);
  }

  #order(scene: Scene): void {
    const wanted = new Set(scene.layers.map((l) => l.style.id));
    for (const [id, known] of this.#layers) if (!wanted.has(id)) this.#see(id, known, false);
    let above: string | undefined;
    for (const { style } of [...scene.layers].reverse()) {
      const known = this.#layers.get(style.id);
      if (known) {
        this.#paint(known.style, style);
        this.#filter(known.style, style);
        this.#see(style.id, known, true);
        known.style = style;
      } else {
        this.#map.addLayer(style, above);
        this.#layers.set(style.id, { style, seen: true });
      }
      above = style.id;
    }
  }

  #see(id: string, known: { seen: boolean }, seen: boolean): void {
    if (known.seen === seen) return;
    known.seen = seen;
    this.#map.setLayoutProperty(id, 'visibility', seen ? 'visible' : 'none');
  }

  #paint(before: LayerSpecification, after: LayerSpecification): void {
    const [old, paint] = [before.paint ?? {}, after.paint ?? {}] as Record<string, unknown>[];
    for (const name of new Set([...Object.keys(old ?? {}), ...Object.keys(paint ?? {})])) {
      if (!same(old?.[name], paint?.[name]))
        this.#map.setPaintProperty(after.id, name as never, paint?.[name] as never);
    }
  }

  #filter(before: LayerSpecification, after: LayerSpecification): void {
    if (!('filter' in after) || !('filter' in before) || same(before.filter, after.filter)) return;
    this.#map.setFilter(after.id, after.filter);
  }

  #state(states: Record<string, States>): void {
    for (const [source, { sourceLayer, features }] of Object.entries(states)) {
      const before = this.#states[source]?.features ?? new Map<string, FeatureState>();
      const target = { source, ...(sourceLayer !== undefined && { sourceLayer }) };
      for (const id of new Set([...before.keys(), ...features.keys()])) {
        const { color = -1, marked = false } = features.get(id) ?? {};
        const old = before.get(id);
        if (color !== (old?.color ?? -1) || marked !== (old?.marked ?? false))
          this.#map.setFeatureState({ ...target, id }, { color, marked });
      }
    }
    this.#states = { ...this.#states, ...states };
  }
}
