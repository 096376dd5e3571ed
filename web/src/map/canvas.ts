/** The map of one city: MapLibre behind a few verbs. Holds no state of the viewer; it is told what to show. */
import {
  addProtocol,
  Map as MapLibre,
  type MapMouseEvent,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
} from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import './fonts.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { Protocol } from 'pmtiles';
import type { Bounds } from '../api/types';
import type { Camera } from '../state/url';
import { Stage, styleOf } from './apply';
import { basemap, nameLayers } from './basemap';
import { Handles, type Moved } from './handles';
import type { LngLat } from './labels';
import { Badges } from './markers';
import { patterns } from './patterns';
import type { Place, Properties, Scene, Target } from './scene';

setWorkerUrl(workerUrl);
// Tiles of the basemap are ranges of bytes of one file on our own server.
const archives = new Protocol();
addProtocol('pmtiles', archives.tile);

/** A feature under the pointer, by the layer that draws it. */
interface Pointed {
  layer: string;
  feature: Properties;
}

interface Options {
  container: HTMLElement;
  scene: Scene;
  bounds: Bounds;
  camera: Camera | null;
  /** What lies under the pointer: the place, and the topmost feature that has something to say. */
  onpoint(place: Place | null, pointed: Pointed | null, x: number, y: number): void;
  /** The map begins to move: what was said about a point no longer holds. */
  onleave(): void;
  onopen(place: Place): void;
  /** A corner set by a click while drawing. */
  oncorner(at: LngLat): void;
  /** A corner moved, or put in, by dragging. */
  onhandle: Moved;
  onmove(camera: Camera): void;
}

const title = 'Map. Use the arrow keys to move, plus and minus to zoom. The list beside it says the same in words.';

/** Names of each kind that say where the map looks: as many as a listener can keep. */
const heard = 3;

/** Waits before tiles that failed are asked for again, milliseconds. */
const waits = [2000, 5000, 15_000, 30_000];

export class Canvas {
  readonly ready: Promise<void>;
  readonly #map: MapLibre;
  readonly #badges: Badges;
  readonly #handles: Handles;
  readonly #stage: Stage;
  #scene: Scene;
  #shown: Scene | null = null;
  #styled = false;
  /** Whether the reader chose where to look; until then the whole city stays in view. */
  #chosen: boolean;
  /** Whether the map moves to a place that was looked for. */
  #flying = false;
  #failed = new Set<string>();
  #tries = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: Options) {
    this.#scene = options.scene;
    this.#chosen = options.camera !== null;
    this.#map = new MapLibre({
      container: options.container,
      style: styleOf(options.scene),
      ...(options.camera
        ? { center: [options.camera.lng, options.camera.lat], zoom: options.camera.zoom }
        : { bounds: options.bounds, fitBoundsOptions: { padding: 24 } }),
      minZoom: 8,
      maxZoom: 17,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      // One finger scrolls the page on phones, two move the map.
      // The same inside another page, whatever the pointer: its readers scroll past.
      cooperativeGestures: matchMedia('(pointer: coarse)').matches || window.self !== window.top,
      attributionControl: false,
      fadeDuration: 0,
      locale: { 'Map.Title': title },
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#controls();
    this.#badges = new Badges(this.#map);
    this.#handles = new Handles(this.#map, (...moved) => options.onhandle(...moved));
    this.#stage = new Stage(this.#map, options.scene);
    this.ready = new Promise((resolve) => this.#map.once('style.load', () => resolve()));
    void this.ready.then(() => {
      this.#listen();
      if (!this.#chosen) this.#fit();
      this.#styled = true;
      this.show(this.#scene);
    });
  }

  /** Shows a scene: what differs from the one before. */
  show(scene: Scene): void {
    const before = this.#shown;
    this.#scene = scene;
    if (!this.#styled) return;
    this.#shown = scene;
    this.#stage.apply(scene);
    if (scene.labels !== before?.labels) this.#badges.show(scene.labels);
    if (scene.handles !== (before?.handles ?? null)) this.#handles.show(scene.handles);
    if (before && scene.palette !== before.palette) this.#repaint(scene);
    if (scene.reveal && scene.reveal !== before?.reveal) this.#reveal(scene.reveal);
    if (scene.target && scene.target !== before?.target) this.#fly(scene.target);
    if (!this.#chosen && String(scene.focus) !== String(before?.focus ?? null)) this.#fit();
    if (scene.drawing !== before?.drawing) this.#draw(scene.drawing);
  }

  #repaint({ palette }: Scene): void {
    for (const [name, picture] of patterns(palette)) {
      if (this.#map.hasImage(name)) this.#map.updateImage(name, picture);
    }
  }

  #controls(): void {
    const map = this.#map;
    map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    map.addControl(new ScaleControl({ unit: 'imperial', maxWidth: 110 }), 'bottom-left');
    map.addControl(new ScaleControl({ unit: 'metric', maxWidth: 110 }), 'bottom-left');
    map.setMissingStyleImageResolver((name) => {
      const picture = patterns(this.#scene.palette).get(name);
      if (picture && !map.hasImage(name)) map.addImage(name, picture, picture.options);
    });
    map.on('error', (e) => {
      if (!('sourceId' in e)) console.error(e.error);
      else this.#refetch(String(e.sourceId));
    });
  }

  /** Tiles that could not be had are asked for again by themselves, more and more seldom. */
  #refetch(source: string): void {
    this.#failed.add(source);
    this.#retry ??= setTimeout(
      () => {
        this.#retry = undefined;
        this.#tries += 1;
        // What an archive failed with is remembered by its reader: another one asks anew.
        if (this.#failed.has(basemap)) archives.tiles.clear();
        for (const name of this.#failed) this.#stage.refetch(name);
        this.#failed.clear();
      },
      waits[Math.min(this.#tries, waits.length - 1)],
    );
  }

  #listen(): void {
    const { onpoint, onleave, onopen, oncorner, onmove } = this.options;
    this.#map.on('mousemove', (e) => {
      const { place, pointed } = this.#at(e);
      this.#map.getCanvas().style.cursor = this.#scene.drawing ? 'crosshair' : place ? 'pointer' : '';
      onpoint(place, pointed, e.point.x, e.point.y);
    });
    this.#map.on('mouseout', () => onleave());
    this.#map.on('movestart', () => onleave());
    this.#map.on('click', (e) => {
      if (this.#scene.drawing) return oncorner([e.lngLat.lng, e.lngLat.lat]);
      const { place } = this.#at(e);
      if (place) onopen(place);
    });
    this.#map.on('resize', () => {
      if (!this.#chosen) this.#fit();
    });
    this.#map.on('idle', () => {
      if (this.#failed.size === 0) this.#tries = 0;
      this.#say();
    });
    this.#map.on('moveend', (e) => {
      if (!this.#flying && (!('originalEvent' in e) || !e.originalEvent)) return;
      this.#flying = false;
      this.#chosen = true;
      const { lng, lat } = this.#map.getCenter();
      onmove({ zoom: this.#map.getZoom(), lng, lat });
    });
  }

  /** Says to those who do not see the map which places and streets are in view. */
  #say(): void {
    const names = nameLayers.flatMap((id) => {
      const found = this.#map.getLayer(id) ? this.#map.queryRenderedFeatures({ layers: [id] }) : [];
      return [...new Set(found.map((f) => String(f.properties.name)))].slice(0, heard);
    });
    const view = [...new Set(names)].join(', ');
    this.#map.getCanvas().setAttribute('aria-label', view ? `${title} In view: ${view}.` : title);
  }

  #at(e: MapMouseEvent): { place: Place | null; pointed: Pointed | null } {
    const live = new Map(this.#scene.layers.filter((l) => l.tip ?? l.place).map((l) => [l.style.id, l]));
    const found = this.#map.queryRenderedFeatures(e.point, { layers: [...live.keys()] });
    const telling = found.find((f) => live.get(f.layer.id)?.tip);
    const places = found.map((f) => live.get(f.layer.id)?.place?.(f.properties) ?? null);
    const pointed = telling ? { layer: telling.layer.id, feature: telling.properties } : null;
    return { place: places.find((p) => p !== null) ?? null, pointed };
  }

  /** While drawing, a click sets a point, and a double click does not zoom. */
  #draw(on: boolean): void {
    this.#map.getCanvas().style.cursor = on ? 'crosshair' : '';
    if (on) this.#map.doubleClickZoom.disable();
    else this.#map.doubleClickZoom.enable();
  }

  center(): LngLat {
    const { lng, lat } = this.#map.getCenter();
    return [lng, lat];
  }

  /**
   * Moves so that the point is seen, without animation where the reader asked for none (MapLibre honors that itself).
   */
  #reveal(at: LngLat): void {
    if (!this.#map.getBounds().contains(at)) this.#map.easeTo({ center: at, duration: 400 });
  }

  /** Flies to a place that was looked for, and tells where the map then looks. */
  #fly({ at, box, zoom }: Target): void {
    this.#chosen = true;
    this.#flying = true;
    const margin = { padding: 48, maxZoom: zoom };
    if (box) this.#map.fitBounds(box, margin);
    else this.#map.flyTo({ center: at, zoom });
  }

  /** Looks at the camera; without one, at the whole city. */
  look(camera: Camera | null): void {
    this.#chosen = camera !== null;
    if (camera) this.#map.jumpTo({ center: [camera.lng, camera.lat], zoom: camera.zoom });
    else this.#fit();
  }

  #fit(): void {
    const { focus } = this.#scene;
    this.#map.fitBounds(focus ?? this.options.bounds, { padding: focus ? 36 : 20, maxZoom: 14, duration: 0 });
  }

  /** Draws the map as it stands, with its badges, for the printer. */
  copy(paper: HTMLCanvasElement): void {
    // Drawn anew in this very moment: a ground that was shown keeps nothing.
    this.#map.redraw();
    const shown = this.#map.getCanvas();
    paper.width = shown.width;
    paper.height = shown.height;
    const pen = paper.getContext('2d');
    if (!pen) return;
    pen.drawImage(shown, 0, 0);
    const scale = shown.width / Math.max(1, shown.clientWidth);
    pen.scale(scale, scale);
    pen.font = '650 11px sans-serif';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    for (const { at, badge } of this.#scene.labels) {
      if (badge === undefined) continue;
      const { x, y } = this.#map.project(at);
      pen.fillStyle = this.#scene.palette.strong;
      pen.beginPath();
      pen.arc(x, y, 10, 0, 2 * Math.PI);
      pen.fill();
      pen.fillStyle = this.#scene.palette.halo;
      pen.fillText(badge, x, y);
    }
  }

  /** Resolves when all that was asked for is on the screen. */
  drawn(): Promise<void> {
    return new Promise((resolve) => {
      this.#map.once('idle', () => resolve());
      this.#map.triggerRepaint();
    });
  }

  remove(): void {
    clearTimeout(this.#retry);
    this.#map.remove();
  }
}
