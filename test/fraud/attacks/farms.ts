import { days, hours, minutes } from '@moments/kernel';
import { honestWatchMs } from '../../../tools/demo/viewers.js';
import { awake } from '../world.js';
import { type Attack, aBot, aClient, camouflage, justEnough, watch } from './attack.js';

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
