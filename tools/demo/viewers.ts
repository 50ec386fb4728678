import type { Random } from './random.js';

/** Somebody who watches, with habits of their own. */
export interface Viewer {
  /** Of those who have signed up. */
  handle?: string;
  device: string;
  /** Where they mostly are, and where else. */
  addresses: readonly string[];
  /** The business day on which they first come. */
  since: number;
  /** Of days, on which they come; of a day's sittings, which they take. */
  days: number;
  sittings: number;
  /** By how many hours their day is later than most people's. */
  shift: number;
  /** Of what they are shown, what they leave at once. */
  skips: number;
  /** How much they watch in a sitting. */
  patience: number;
  /** Authors whom they never leave at once. */
  fondOf?: string;
}

interface Crowd {
  size: number;
  days: number;
  authors: readonly string[];
  regulars: readonly string[];
}

/** A crowd as crowds are: households share a network, phones move between home and the street, few come every day. */
export function makeViewers(random: Random, { size, days, authors, regulars }: Crowd): Viewer[] {
  // Of each carrier so many phones are behind one network that it can be compared with others.
  const street = Array.from({ length: 3 }, (_, carrier) => `100.${70 + carrier}.1`);
  const viewers: Viewer[] = [];
  for (let household = 0; viewers.length < size; household += 1) {
    const home = `95.${30 + Math.floor(household / 250)}.${household % 250}`;
    for (let member = random.int(1, 3); member > 0 && viewers.length < size; member -= 1) {
      const away = `${random.pick(street)}.${random.int(2, 250)}`;
      const handle = regulars[viewers.length];
      viewers.push({
        handle,
        device: random.uuid(),
        addresses: random.chance(0.55) ? [`${home}.${10 + member}`, away] : [`${home}.${10 + member}`],
        since: handle !== undefined || random.chance(0.4) ? 0 : random.int(0, days - 1),
        days: handle === undefined ? random.pick([0.15, 0.3, 0.5, 0.8]) : 0.7,
        sittings: random.between(0.12, 0.35),
        shift: random.chance(0.1) ? random.int(2, 5) : 0,
        skips: Math.min(0.85, Math.max(0.08, 0.42 + random.normal() * 0.16)),
        patience: Math.max(2, Math.round(random.skewed(6, 0.5))),
        fondOf: random.chance(0.3) ? random.pick(authors) : undefined,
      });
    }
  }
  return viewers;
}

/** How long somebody stays with a moment: away at once, away somewhere, to the end, or round again. */
export function honestWatchMs(random: Random, { durationMs }: { durationMs: number | null }, skips: number): number {
  if (random.chance(skips)) return random.skewed(1_600, 0.7);
  if (durationMs === null) return random.skewed(6_500, 0.6);
  if (random.chance(0.3)) return durationMs * (random.chance(0.15) ? random.between(1, 2.5) : 1);
  return Math.min(durationMs, 1_000 + random.next() ** 1.2 * durationMs);
}
