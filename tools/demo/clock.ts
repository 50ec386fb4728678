import { seconds } from '@moments/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { readOffset, writeOffset } from '../stack/shifted-clock.js';

// tools/stack/shifted-clock.ts says why it takes so long.
const databaseMs = 1_200;

/** The time of day in the demo's world: behind the true one at first, and moved forward until it is the true one. */
export class DemoClock {
  /** How far ahead the true time is; in whole seconds, as the clock's file has it. */
  private behindMs: number;

  /** `file` is where the shifted clock of this process and of the product is moved; none when they have the true time. */
  constructor(private readonly file?: string) {
    this.behindMs = file === undefined ? 0 : -seconds(readOffset(file));
  }

  now(): Date {
    return new Date();
  }

  /** The true time, where the world is going. */
  end(): Date {
    return new Date(Date.now() + this.behindMs);
  }

  /** Moves on to an instant, at most to the true time; nothing happens when it has passed. */
  async moveTo(instant: Date): Promise<void> {
    const aheadMs = Math.min(instant.getTime() - Date.now(), this.behindMs);
    if (aheadMs <= 0 || this.file === undefined) return;
    this.behindMs = Math.max(0, this.behindMs - seconds(Math.ceil(aheadMs / 1_000)));
    writeOffset(this.file, -this.behindMs / 1_000);
  }

  /** Waits until PostgreSQL has noticed, too, and the worker has begun with what is due by now. */
  async settle(): Promise<void> {
    if (this.file !== undefined) await sleep(databaseMs);
  }
}
