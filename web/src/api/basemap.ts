/** The map under the data, and the gazetteer beside it: where they are, and what the gazetteer holds. */
import { get } from './client';
import type { Bounds } from './types';
import type { components } from './types.gen';

/** Where the files are; their addresses change with every byte of them. */
export type Basemap = components['schemas']['BasemapFiles'];

type At = [lng: number, lat: number];

export interface GazetteerArea {
  /** Id of the area of the city that it is, where it is one. */
  id?: string;
  name: string;
  kind: 'neighborhood' | 'park' | 'cemetery';
  at: At;
  box: Bounds;
}

export interface GazetteerSite {
  id: string;
  name: string;
  at: At;
  box: Bounds;
}

export interface GazetteerStreet {
  name: string;
  class: string;
  at: At;
  box: Bounds;
  /** Positions of the areas that it leads through. */
  areas: number[];
}

/** Positions of two streets, longitude, latitude, position of the area (−1 outside all). */
export type GazetteerCrossing = [first: number, second: number, lng: number, lat: number, area: number];

export interface Gazetteer {
  areas: GazetteerArea[];
  sites: GazetteerSite[];
  streets: GazetteerStreet[];
  crossings: GazetteerCrossing[];
}

/** The files of the map, or null where there is none. */
export async function basemap(): Promise<Basemap | null> {
  const { basemap } = await get<components['schemas']['BasemapAbout']>('/api/v1/basemap');
  return basemap ?? null;
}

export function gazetteer(address: string): Promise<Gazetteer> {
  return get<Gazetteer>(address);
}
