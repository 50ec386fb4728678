import { days, hours, minutes } from '@moments/kernel';
import {
  awake,
  honestWatchMs,
  type SimulatedCreator,
  type SimulatedMoment,
  type SimulatedViewer,
  type SimulatedWorld,
} from './world.js';

/** What somebody does to be paid for views that nobody meant. Each writes its views under its own name. */
export type Attack = (world: SimulatedWorld, name: string) => void;

/** Somewhere in the middle: neither known to everybody nor to nobody. */
const aClient = ({ random, creators }: SimulatedWorld): SimulatedCreator =>
  random.pick(creators.slice(Math.floor(creators.length * 0.15)));

const aBot = (world: SimulatedWorld, bot: Partial<SimulatedViewer> & { ageMs?: number } = {}): SimulatedViewer => ({
  accountId: world.makeAccount(bot.ageMs ?? hours(world.random.between(1, 24 * 30))),
  devices: [world.random.uuid()],
  networks: [world.aNetwork()],
  hosted: false,
  createdAt: 0,
  ...bot,
});

/** Just enough to be paid. */
const justEnough = (world: SimulatedWorld, { durationMs }: SimulatedMoment): number =>
  Math.min(durationMs ?? 60_000, 5_000 + world.random.between(100, 2_500));

interface Watching {
  viewer: SimulatedViewer;
  moment: SimulatedMoment;
  watchedMs: number;
  occurredAt: number;
}

const watch = (world: SimulatedWorld, source: string, { viewer, moment, watchedMs, occurredAt }: Watching): void =>
  world.watch(viewer, moment, { watchedMs, occurredAt, source, session: world.random.uuid() });

/** So that it does not look like nothing else; not counted as the attack's, as nobody is paid for it on purpose. */
function camouflage(world: SimulatedWorld, viewer: SimulatedViewer, count: number): void {
  for (let view = 0; view < count; view += 1) {
    const moment = world.aMoment([]);
    const occurredAt = awake(world.random, world.startsAt, 0);
    world.watch(viewer, moment, {
      watchedMs: honestWatchMs(world.random, moment, 0.4),
      occurredAt,
      source: 'camouflage',
      session: world.random.uuid(),
    });
  }
}

/** Many phones on a table behind one or two addresses, at work day and night. */
export const viewFarm =
  ({
    phones,
    networks,
    clients,
    camouflaged,
  }: {
    phones: number;
    networks: number;
    clients: number;
    camouflaged: number;
  }): Attack =>
  (world, name) => {
    const { random } = world;
    const behind = Array.from({ length: networks }, () => world.aNetwork());
    const targets = Array.from({ length: clients }, () => aClient(world));
    for (let phone = 0; phone < phones; phone += 1) {
      const viewer = aBot(world, { networks: [random.pick(behind)], ageMs: days(random.between(1, 200)) });
      for (const moment of targets.flatMap((creator) => creator.moments)) {
        if (random.chance(0.15)) continue;
        watch(world, name, {
          viewer,
          moment,
          watchedMs: justEnough(world, moment),
          occurredAt: world.startsAt + random.between(minutes(5), hours(23.9)),
        });
      }
      camouflage(world, viewer, Math.round(camouflaged * targets.length * 5));
    }
  };

/** Very many accounts, each a few views a day for one client, each from a home of its own. */
export const slowDrip =
  ({
    accounts,
    views,
    camouflaged,
    ageDays,
    natural,
  }: {
    accounts: number;
    views: number;
    camouflaged: number;
    ageDays: number;
    natural: boolean;
  }): Attack =>
  (world, name) => {
    const { random } = world;
    const client = aClient(world);
    for (let account = 0; account < accounts; account += 1) {
      const viewer = aBot(world, { ageMs: days(random.between(0.1, ageDays)) });
      for (const moment of random.some(client.moments, random.int(1, views))) {
        const watchedMs = natural ? honestWatchMs(random, moment, 0.1) : justEnough(world, moment);
        watch(world, name, { viewer, moment, watchedMs, occurredAt: awake(random, world.startsAt, 0) });
      }
      camouflage(world, viewer, random.int(0, camouflaged));
    }
  };

/** People who watch each other's moments by appointment; otherwise they live as everybody does. */
export const accountRing =
  ({ members, share, camouflaged }: { members: number; share: number; camouflaged: number }): Attack =>
  (world, name) => {
    const { random } = world;
    const creators = random.some(world.creators.slice(Math.floor(world.creators.length * 0.3)), members);
    for (const own of creators) {
      const viewer = { ...aBot(world), accountId: own.id };
      for (const creator of creators) {
        if (creator === own || !random.chance(share)) continue;
        for (const moment of random.some(creator.moments, random.int(1, 3))) {
          watch(world, name, {
            viewer,
            moment,
            watchedMs: honestWatchMs(random, moment, 0),
            occurredAt: awake(random, world.startsAt, 0),
          });
        }
      }
      camouflage(world, viewer, camouflaged);
    }
  };

/** One computer that is a new phone, and nobody signed in, every few minutes. */
export const deviceEmulator =
  ({
    devices,
    views,
    networks,
    hosted,
  }: {
    devices: number;
    views: number;
    networks: number;
    hosted: boolean;
  }): Attack =>
  (world, name) => {
    const { random } = world;
    const behind = Array.from({ length: networks }, () => world.aNetwork());
    const clients = [aClient(world), aClient(world)];
    for (let device = 0; device < devices; device += 1) {
      const viewer = aBot(world, { accountId: null, networks: [random.pick(behind)], hosted });
      const begins = world.startsAt + random.between(0, hours(23.5));
      for (const moment of random.some(random.pick(clients).moments, views)) {
        watch(world, name, {
          viewer,
          moment,
          watchedMs: honestWatchMs(random, moment, 0.05),
          occurredAt: begins + random.between(minutes(1), minutes(10)),
        });
      }
    }
  };

/** A session that was recorded once is played again by others: the same moments, the same times. */
export const replay =
  ({ players, length, repeats }: { players: number; length: number; repeats: number }): Attack =>
  (world, name) => {
    const { random } = world;
    const clients = [aClient(world), aClient(world), aClient(world)];
    const recorded = clients.flatMap(({ moments }) => moments).slice(0, length);
    const trace = recorded.map((moment) => ({ moment, watchedMs: Math.max(5_200, honestWatchMs(random, moment, 0)) }));
    for (let player = 0; player < players; player += 1) {
      const viewer = aBot(world, { ageMs: days(random.between(1, 300)) });
      let at = awake(random, world.startsAt, 0);
      for (const { moment, watchedMs } of trace) {
        at += watchedMs + 700;
        const session = random.uuid();
        for (let again = 0; again < repeats; again += 1) {
          world.watch(viewer, moment, { watchedMs, occurredAt: at, source: name, session });
        }
      }
    }
  };

/** Views that are bought for somebody else, for him to be punished. */
export const sabotage =
  ({ accounts, hosted, networks }: { accounts: number; hosted: boolean; networks: number }): Attack =>
  (world, name) => {
    const { random } = world;
    const behind = Array.from({ length: networks }, () => world.aNetwork());
    const victim = victimOf(world);
    for (let account = 0; account < accounts; account += 1) {
      const viewer = aBot(world, { networks: [random.pick(behind)], hosted, ageMs: hours(random.between(1, 72)) });
      for (const moment of random.some(victim.moments, random.int(1, 4))) {
        watch(world, name, {
          viewer,
          moment,
          watchedMs: justEnough(world, moment),
          occurredAt: world.startsAt + hours(18) + random.between(0, hours(3)),
        });
      }
    }
  };

/** Somebody with many honest viewers. */
export function victimOf({ creators }: SimulatedWorld): SimulatedCreator {
  const victim = creators[Math.floor(creators.length * 0.03)];
  if (!victim) throw new Error('a world needs creators');
  return victim;
}

/** One farm for very many clients, a few views for each, to stay under what each would be noticed for. */
export const spreadFarm =
  ({
    phones,
    networks,
    clients,
    views,
  }: {
    phones: number;
    networks: number;
    clients: number;
    views: number;
  }): Attack =>
  (world, name) => {
    const { random } = world;
    const behind = Array.from({ length: networks }, () => world.aNetwork());
    const moments = Array.from({ length: clients }, () => random.pick(aClient(world).moments));
    for (let phone = 0; phone < phones; phone += 1) {
      const viewer = aBot(world, { networks: [random.pick(behind)], ageMs: days(random.between(1, 400)) });
      for (const moment of random.some(moments, views)) {
        watch(world, name, {
          viewer,
          moment,
          watchedMs: justEnough(world, moment),
          occurredAt: world.startsAt + random.between(minutes(5), hours(23.9)),
        });
      }
    }
  };

/** Few accounts that watch as fast as is paid for, all day. */
export const script =
  ({ accounts, views }: { accounts: number; views: number }): Attack =>
  (world, name) => {
    const { random } = world;
    const clients = Array.from({ length: 30 }, () => aClient(world));
    const moments = clients.flatMap((creator) => creator.moments);
    for (let account = 0; account < accounts; account += 1) {
      const viewer = aBot(world, { ageMs: days(100) });
      let at = world.startsAt + minutes(10);
      for (const moment of random.some(moments, views)) {
        at += 5_300;
        watch(world, name, { viewer, moment, watchedMs: 5_050 + random.between(0, 300), occurredAt: at });
      }
    }
  };

/** Phones of real people with something on them that watches at night, in their name. */
export const botnet =
  ({ phones, views }: { phones: number; views: number }): Attack =>
  (world, name) => {
    const { random } = world;
    const clients = [aClient(world), aClient(world)];
    for (let phone = 0; phone < phones; phone += 1) {
      const viewer = aBot(world, { ageMs: days(random.between(30, 900)) });
      camouflage(world, viewer, random.int(5, 30));
      for (const moment of random.some(random.pick(clients).moments, views)) {
        watch(world, name, {
          viewer,
          moment,
          watchedMs: justEnough(world, moment),
          occurredAt: world.startsAt + random.between(hours(1), hours(5)),
        });
      }
    }
  };

/** Accounts that each watch a little of many clients; every client is watched by many of them. */
export const exchange =
  ({ accounts, clients, views }: { accounts: number; clients: number; views: number }): Attack =>
  (world, name) => {
    const { random } = world;
    const moments = Array.from({ length: clients }, () => random.pick(aClient(world).moments));
    for (let account = 0; account < accounts; account += 1) {
      const viewer = aBot(world, { ageMs: days(random.between(1, 600)) });
      camouflage(world, viewer, random.int(0, 4));
      for (const moment of random.some(moments, random.int(1, views))) {
        const watchedMs = honestWatchMs(random, moment, 0.02);
        watch(world, name, { viewer, moment, watchedMs, occurredAt: awake(random, world.startsAt, 0) });
      }
    }
  };

/** A farm for somebody whom very many watch anyway. */
export const farmForAStar =
  ({ phones, networks }: { phones: number; networks: number }): Attack =>
  (world, name) => {
    const { random } = world;
    const behind = Array.from({ length: networks }, () => world.aNetwork());
    const star = random.pick(world.creators.slice(0, Math.ceil(world.creators.length * 0.05)));
    for (let phone = 0; phone < phones; phone += 1) {
      const viewer = aBot(world, { networks: [random.pick(behind)], ageMs: days(random.between(1, 400)) });
      camouflage(world, viewer, random.int(0, 3));
      for (const moment of star.moments) {
        const occurredAt = world.startsAt + random.between(minutes(5), hours(23.9));
        watch(world, name, { viewer, moment, watchedMs: justEnough(world, moment), occurredAt });
      }
    }
  };
