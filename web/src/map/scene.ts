/**
 * What a map shows, as data: sources, layers from the bottom up, classes of features, labels. It is told, and draws it.
 */

import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { Bounds, Of } from '../api/types';
import type { Outline } from './handles';
import type { Label } from './label-texts';
import type { LngLat } from './labels';
import type { Palette } from './palette';

export interface Place {
  of: Of;
  id: string;
}

/** What the pointer says. */
export interface Tip {
  title: string;
  lines: string[];
  /** Said under a line of their own. */
  sites?: string[];
}

export type Properties = Record<string, unknown>;

export interface MapLayer {
  /** The layer as MapLibre takes it; it is seen wherever it stands in a scene. */
  style: LayerSpecification;
  /** What the pointer over one of its features says; null says nothing, and nothing below it speaks in its place. */
  tip?: (feature: Properties) => Tip | null;
  /** The place that a feature stands for: it lights up in the list, and a click opens it. */
  place?: (feature: Properties) => Place | null;
}

/** A place to fly to: all of it in view, or so close. */
export interface Target {
  at: LngLat;
  box?: Bounds;
  zoom: number;
}

export interface FeatureState {
  /** Position in the ramp of classes. */
  color?: number;
  /** Outlined, for it is open or pointed at. */
  marked?: boolean;
}

/** States of the features of one source, by id; those that are not named have none. */
export interface States {
  sourceLayer?: string;
  features: Map<string, FeatureState>;
}

export interface Scene {
  palette: Palette;
  sources: Record<string, SourceSpecification>;
  layers: MapLayer[];
  states: Record<string, States>;
  labels: Label[];
  /** Whether a click sets a point. */
  drawing: boolean;
  /** The outline whose corners can be moved, or null. */
  handles: Outline | null;
  /** A point that must be in view. */
  reveal: LngLat | null;
  /** Where to fly, once for each object. */
  target: Target | null;
  /** What the map shows until the reader moves it; null: the whole city. */
  focus: Bounds | null;
}
