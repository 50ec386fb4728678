import type { DemoWorld } from './world.js';

/** A part of the demo's story, told day by day. */
export interface Chapter {
  name: string;
  /** Once for each business day that is over, at about 15:00 in Moscow; day 0 is the first. */
  on(day: number, world: DemoWorld): Promise<void>;
  /** Once at the end, on the real day. */
  today?(world: DemoWorld): Promise<void>;
}
