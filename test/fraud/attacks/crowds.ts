import { days, hours } from '@moments/kernel';
import { honestWatchMs } from '../../../tools/demo/viewers.js';
import { awake, type SimulatedCreator, type SimulatedWorld } from '../world.js';
import { type Attack, aBot, aClient, camouflage, justEnough, watch } from './attack.js';

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

/** Creators who each watch some others of a pool and are watched by others again: hardly anybody watches back. */
export const trade =
  ({ members, given, camouflaged }: { members: number; given: number; camouflaged: number }): Attack =>
  (world, name) => {
    const { random } = world;
    const pool = random.some(world.creators.slice(Math.floor(world.creators.length * 0.5)), members);
    for (const own of pool) {
      const viewer = { ...aBot(world), accountId: own.id };
      for (const creator of random.some(pool, given)) {
        if (creator === own) continue;
        const moment = random.pick(creator.moments);
        const watchedMs = honestWatchMs(random, moment, 0.02);
        watch(world, name, { viewer, moment, watchedMs, occurredAt: awake(random, world.startsAt, 0) });
      }
      camouflage(world, viewer, random.int(0, camouflaged));
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
