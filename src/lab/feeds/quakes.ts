/**
 * Real earthquakes of magnitude 2 and above in one week of 2018: a reduced copy of vega-datasets' USGS file. Time is
 * compressed, a day into a minute, and the page says so.
 */
import { fromS, type SimTime } from '#base/time.ts';
import data from './quakes.json' with { type: 'json' };

/** Real seconds in one virtual second. */
export const QUAKE_COMPRESSION = 1440;

/** After the week has passed (7 virtual minutes) it begins anew. */
const WEEK_S = 7 * 86_400;

interface Quake {
  readonly at: SimTime;
  readonly text: string;
}

/** The n-th earthquake of the feed, from 0. The first comes after one virtual second. */
export function quakeAt(n: number): Quake {
  const rows = data.rows as [seconds: number, magnitude: number, place: string][];
  const [seconds, magnitude, place] = rows[n % rows.length] ?? [0, 0, ''];
  const weeks = Math.floor(n / rows.length);
  return {
    at: fromS(1 + (weeks * WEEK_S + seconds) / QUAKE_COMPRESSION),
    text: `M ${magnitude.toFixed(1)} ${place}`,
  };
}
