/** The map of one city: MapLibre behind a few verbs. Holds no state of the viewer; it is told everything. */
import {
  AttributionControl,
  type GeoJSONSource,
  Map as MapLibre,
  type MapMouseEvent,
  NavigationControl,
  type RasterTileSource,
  ScaleControl,
  setWorkerUrl,
  type VectorTileSource,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import type { Of, Shapes } from '../api/types';
import type { Point } from '../screens/draw/polygon';
import type { Camera, Layer } from '../state/url';
import { type Addresses, areaColor, catchmentColor, cellColor, chanceColor, hotColor, style, visible } from './layers';
import { drawBreaks } from './legend';
import { type Label, Labels } from './markers';
import type { Palette } from './palette';
import { patterns } from './patterns';

setWorkerUrl(workerUrl);

const nothing: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

export interface Place {
  of: Of;
  id: string;
}

export interface Options {
  container: HTMLElement;
  palette: Palette;
  addresses: Addresses;
  bounds: [number, number, number, number];
  camera: Camera | null;
  /** `cell` is the cell drawn there, where the map shows chances. */
  onhover(place: Place | null, x: number, y: number, cell: string | null): void;
  /** The cell of a class under the pointer. */
  oncell(id: string | null): void;
  onopen(place: Place): void;
  /** A point set by a click while drawing. */
  onpoint(at: Point): void;
  onmove(camera: Camera): void;
}

const stateful = {
  neighborhoods: { source: 'neighborhoods', sourceLayer: 'neighborhoods' },
  catchments: { source: 'catchments' },
} as const;

export class CityMap {
  readonly ready: Promise<void>;
  readonly #map: MapLibre;
  readonly #labels: Labels;
  #marked: Place[] = [];
  #colors = { neighborhoods: new Map<string, number>(), catchments: new Map<string, number>() };
  #drawing = false;
  /** Whether the reader chose where to look; until then the whole city stays in view. */
  #chosen: boolean;
  #addresses: Addresses;

  constructor(private readonly options: Options) {
    this.#addresses = options.addresses;
    this.#chosen = options.camera !== null;
    this.#map = new MapLibre({
      container: options.container,
      style: style(options.palette, options.addresses, wider(options.bounds)),
      ...(options.camera
        ? { center: [options.camera.lng, options.camera.lat], zoom: options.camera.zoom }
        : { bounds: options.bounds, fitBoundsOptions: { padding: 24 } }),
      minZoom: 8,
      maxZoom: 17,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: false,
      fadeDuration: 0,
      locale: {
        'Map.Title':
          'Map. Use the arrow keys to move, plus and minus to zoom. The list beside it says the same in words.',
      },
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#controls();
    this.#labels = new Labels(this.#map);
    this.ready = new Promise((resolve) => this.#map.once('load', () => resolve()));
    void this.ready.then(() => {
      this.#listen();
      if (!this.#chosen) this.#fit();
    });
  }

  #controls(): void {
    const map = this.#map;
    map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    map.addControl(new ScaleControl({ unit: 'imperial', maxWidth: 110 }), 'bottom-left');
    map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 110 }), 'bottom-left');
    map.addControl(new AttributionControl({ compact: true }), 'bottom-right');
    const pictures = patterns(this.options.palette);
    map.setMissingStyleImageResolver((name) => {
      const picture = pictures.get(name);
      if (picture && !map.hasImage(name)) map.addImage(name, picture);
    });
  }

  #listen(): void {
    this.#map.on('mousemove', (e) => {
      this.options.onhover(this.#at(e), e.point.x, e.point.y, this.#cell(e));
      const cell = this.#map.queryRenderedFeatures(e.point, { layers: ['clusters'] })[0]?.properties.id;
      this.options.oncell(cell === undefined ? null : String(cell));
    });
    this.#map.on('mouseout', () => {
      this.options.onhover(null, 0, 0, null);
      this.options.oncell(null);
    });
    this.#map.on('click', (e) => {
      if (this.#drawing) {
        this.options.onpoint([e.lngLat.lng, e.lngLat.lat]);
        return;
      }
      const place = this.#at(e);
      if (place) this.options.onopen(place);
    });
    this.#map.on('resize', () => {
      if (!this.#chosen) this.#fit();
    });
    this.#map.on('moveend', (e) => {
      if (!('originalEvent' in e) || !e.originalEvent) return;
      this.#chosen = true;
      const { lng, lat } = this.#map.getCenter();
      this.options.onmove({ zoom: this.#map.getZoom(), lng, lat });
    });
  }

  #at(e: MapMouseEvent): Place | null {
    const found = this.#map.queryRenderedFeatures(e.point, { layers: ['catchments-fill', 'areas'] });
    const hit = found[0] ?? this.#under(e);
    this.#map.getCanvas().style.cursor = this.#drawing ? 'crosshair' : hit ? 'pointer' : '';
    const id = hit?.properties.id;
    if (hit === undefined || id === undefined) return null;
    return { of: hit.source === 'catchments' ? 'catchments' : 'neighborhoods', id: String(id) };
  }

  /** With cells or a surface on top, the neighborhood under the pointer is still what opens. */
  #under(e: MapMouseEvent) {
    return this.#map.queryRenderedFeatures(e.point, { layers: ['areas-touch'] })[0];
  }

  #cell(e: MapMouseEvent): string | null {
    const id = this.#map.queryRenderedFeatures(e.point, { layers: ['chance'] })[0]?.properties.id;
    return id === undefined ? null : String(id);
  }

  /** Colors places by position in the ramp; those not named have no class. */
  color(of: Of, colors: Map<string, number>): void {
    const before = this.#colors[of];
    const gone = [...before.keys()].filter((id) => !colors.has(id));
    for (const id of gone) this.#map.setFeatureState({ ...stateful[of], id }, { color: -1 });
    for (const [id, color] of colors) {
      if (before.get(id) !== color) this.#map.setFeatureState({ ...stateful[of], id }, { color });
    }
    this.#colors[of] = colors;
  }

  /** Outlines these places and no others. */
  mark(places: Place[]): void {
    const set = (place: Place, marked: boolean) =>
      this.#map.setFeatureState({ ...stateful[place.of], id: place.id }, { marked });
    for (const place of this.#marked) set(place, false);
    for (const place of places) set(place, true);
    this.#marked = places;
  }

  show(layer: Layer | 'clusters', sites: boolean, catchments: boolean): void {
    for (const [id, on] of Object.entries(visible(layer, sites, catchments))) {
      this.#map.setLayoutProperty(id, 'visibility', on ? 'visible' : 'none');
    }
  }

  colorCells(palette: Palette, inner: number[], address: string): void {
    this.#map.setPaintProperty('cells', 'fill-color', cellColor(palette, inner));
    this.#retile('cells', address);
  }

  surface(address: string): void {
    this.#retile('surface', address);
  }

  #retile(name: 'cells' | 'surface', address: string): void {
    if (this.#addresses[name] === address) return;
    this.#addresses = { ...this.#addresses, [name]: address };
    this.#map.getSource<VectorTileSource | RasterTileSource>(name)?.setTiles([address]);
  }

  catchments(shapes: Shapes | null): void {
    this.#map.getSource<GeoJSONSource>('catchments')?.setData(shapes ?? nothing);
  }

  /** Cells in classes, each with its color and perhaps a pattern. */
  clusters(cells: GeoJSON.FeatureCollection | null): void {
    this.#map.getSource<GeoJSONSource>('clusters')?.setData(cells ?? nothing);
  }

  /** Outlines of catchments that were chosen, not ranked. */
  chosen(shapes: GeoJSON.FeatureCollection | null): void {
    this.#map.getSource<GeoJSONSource>('chosen')?.setData(shapes ?? nothing);
  }

  /** Cells with their chance of being chosen. */
  chance(cells: GeoJSON.FeatureCollection | null): void {
    this.#map.getSource<GeoJSONSource>('chance')?.setData(cells ?? nothing);
  }

  /** A catchment being drawn: its corners, and its outline so far. */
  draft(points: Point[], closed: boolean): void {
    this.#map.getSource<GeoJSONSource>('draft')?.setData(draftShape(points, closed));
  }

  /** While drawing, a click sets a point, and a double click does not zoom. */
  drawing(on: boolean): void {
    this.#drawing = on;
    this.#map.getCanvas().style.cursor = on ? 'crosshair' : '';
    if (on) this.#map.doubleClickZoom.disable();
    else this.#map.doubleClickZoom.enable();
  }

  center(): Point {
    const { lng, lat } = this.#map.getCenter();
    return [lng, lat];
  }

  labels(labels: Label[]): void {
    this.#labels.show(labels);
  }

  paint(p: Palette): void {
    const set = (layer: string, name: string, value: unknown) =>
      this.#map.setPaintProperty(layer, name as never, value as never);
    set('ground', 'background-color', p.ground);
    set('areas', 'fill-color', areaColor(p));
    set('cells-hot', 'fill-color', hotColor(p));
    set('chance', 'fill-color', chanceColor(p, drawBreaks));
    set('chance-ground', 'fill-color', p.quiet);
    set('areas-line', 'line-color', p.outline);
    set('sites-case', 'line-color', p.ground);
    set('sites', 'line-color', p.site);
    set('catchments', 'line-color', p.catchment);
    for (const layer of ['areas-marked', 'catchments-marked']) set(layer, 'line-color', p.focus);
    set('catchments-fill', 'fill-color', catchmentColor(p));
    set('chosen-fill', 'fill-color', p.catchment);
    set('chosen', 'line-color', p.catchment);
    set('draft-fill', 'fill-color', p.focus);
    set('draft', 'line-color', p.focus);
    set('draft-points', 'circle-stroke-color', p.focus);
    set('draft-points', 'circle-color', p.ground);
    for (const layer of ['chosen-case', 'draft-case']) set(layer, 'line-color', p.ground);
    for (const [name, picture] of patterns(p)) {
      if (this.#map.hasImage(name)) this.#map.updateImage(name, picture);
    }
  }

  /** Moves so that the point is seen, without animation where the reader asked for none (MapLibre honors that itself). */
  reveal(at: [number, number]): void {
    if (!this.#map.getBounds().contains(at)) this.#map.easeTo({ center: at, duration: 400 });
  }

  /** Looks at the camera; without one, at the whole city. */
  look(camera: Camera | null): void {
    this.#chosen = camera !== null;
    if (camera) this.#map.jumpTo({ center: [camera.lng, camera.lat], zoom: camera.zoom });
    else this.#fit();
  }

  #fit(): void {
    this.#map.fitBounds(this.options.bounds, { padding: 20, duration: 0 });
  }

  /** Resolves when all that was asked for is on the screen. */
  drawn(): Promise<void> {
    return new Promise((resolve) => {
      this.#map.once('idle', () => resolve());
      this.#map.triggerRepaint();
    });
  }

  remove(): void {
    this.#map.remove();
  }
}

/** Tiles just outside the city are still asked for, so that edges draw whole. */
function wider([w, s, e, n]: [number, number, number, number]): [number, number, number, number] {
  return [w - 0.02, s - 0.02, e + 0.02, n + 0.02];
}

function draftShape(points: Point[], closed: boolean): GeoJSON.FeatureCollection {
  const feature = (geometry: GeoJSON.Geometry): GeoJSON.Feature => ({ type: 'Feature', properties: {}, geometry });
  const corners = points.map((coordinates) => feature({ type: 'Point', coordinates }));
  const [first] = points;
  if (!first || points.length < 2) return { ...nothing, features: corners };
  const outline: GeoJSON.Geometry =
    points.length > 2
      ? { type: 'Polygon', coordinates: [[...points, first]] }
      : { type: 'LineString', coordinates: points };
  return { ...nothing, features: [feature(outline), ...(closed ? [] : corners)] };
}
