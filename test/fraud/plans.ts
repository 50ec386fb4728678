import type { Attack } from './attacks/attack.js';
import { accountRing, botnet, exchange, sabotage, slowDrip, trade } from './attacks/crowds.js';
import { deviceEmulator, farmForAStar, replay, script, spreadFarm, viewFarm } from './attacks/farms.js';
import type { Random } from '../../tools/demo/random.js';

/** Attacks of a run, by the name that their views are counted under. */
export type Plan = Record<string, Attack>;

/** What the judge was made with in mind. `scale`: 1 for twenty thousand viewers. */
export const knownAttacks = (random: Random, scale: number): Plan => {
  const many = (from: number, to: number) => Math.max(1, Math.round(random.between(from, to) * scale));
  return {
    'view farm': viewFarm({
      phones: many(80, 200),
      networks: random.int(1, 3),
      clients: 2,
      camouflaged: random.between(0, 0.5),
    }),
    'slow drip': slowDrip({
      accounts: many(300, 900),
      views: 3,
      camouflaged: random.int(0, 3),
      ageDays: 60,
      natural: random.chance(0.5),
    }),
    'account ring': accountRing({
      members: random.int(15, 35),
      share: random.between(0.7, 1),
      camouflaged: random.int(5, 30),
    }),
    'device emulator': deviceEmulator({
      devices: many(300, 800),
      views: random.int(1, 4),
      networks: random.int(3, 40),
      hosted: random.chance(0.3),
    }),
    replay: replay({ players: many(60, 150), length: random.int(8, 20), repeats: random.int(1, 3) }),
    sabotage: sabotage({ accounts: many(300, 800), hosted: random.chance(0.3), networks: random.int(20, 300) }),
  };
};

/** Variations that no rule was made for; what a rule does to them has been looked at, though. */
export const otherAttacks = (random: Random, scale: number): Plan => {
  const many = (from: number, to: number) => Math.max(1, Math.round(random.between(from, to) * scale));
  return {
    'farm for many clients': spreadFarm({
      phones: many(100, 250),
      networks: random.int(2, 8),
      clients: many(60, 150),
      views: random.int(8, 25),
    }),
    'aged, natural drip': slowDrip({ accounts: many(400, 900), views: 4, camouflaged: 6, ageDays: 700, natural: true }),
    'small ring': accountRing({
      members: random.int(9, 14),
      share: random.between(0.8, 1),
      camouflaged: random.int(10, 50),
    }),
    'rotating proxies': deviceEmulator({ devices: many(400, 900), views: 2, networks: many(400, 900), hosted: false }),
    script: script({ accounts: random.int(3, 12), views: random.int(100, 400) }),
    'exchange of views': exchange({ accounts: many(400, 900), clients: many(30, 100), views: 6 }),
    'farm for a star': farmForAStar({ phones: many(150, 400), networks: random.int(2, 6) }),
    'infected phones': botnet({ phones: many(150, 400), views: random.int(2, 4) }),
    'trade among creators': trade({ members: many(80, 160), given: random.int(15, 30), camouflaged: 10 }),
  };
};
