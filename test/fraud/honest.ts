import { days, hours, minutes } from '@moments/kernel';
import type { Random } from '../../tools/demo/random.js';
import { honestWatchMs } from '../../tools/demo/viewers.js';
import { awake, type SimulatedViewer, type SimulatedWorld } from './world.js';

interface Habits {
  interests: number[];
  /** Share of moments that are left at once. */
  skips: number;
  /** Hours by which the day is shifted: night owls, far time zones. */
  shift: number;
  views: number;
  sessions: number;
}

/** Networks as people share them. */
interface Places {
  carriers: string[];
  offices: string[];
  vpns: string[];
}

/** Whom a viewer lives with: they share a network, and now and then a device. */
const households = (random: Random): number => random.int(1, 4);

/** A whole day of people: heavy-tailed, diurnal, behind shared addresses, with binge viewers, fans, and newcomers. */
export function honestTraffic(world: SimulatedWorld): void {
  const { random, size } = world;
  const networks = (count: number): string[] =>
    Array.from({ length: Math.max(2, Math.round(count)) }, () => world.aNetwork());
  const places: Places = {
    carriers: networks(size.viewers / 300),
    offices: networks(size.viewers / 250),
    vpns: networks(size.viewers / 2_000),
  };
  for (let made = 0; made < size.viewers;) {
    const home = world.aNetwork();
    const tablet = random.chance(0.05) ? random.uuid() : undefined;
    for (let member = households(random); member > 0 && made < size.viewers; member -= 1, made += 1) {
      live(world, aViewer(world, places, { home, tablet }), habitsOf(random));
    }
  }
  fansOfOne(world, places);
  classmates(world);
  friends(world, places);
  viralBursts(world, places);
}

function aViewer(
  world: SimulatedWorld,
  places: Places,
  { home, tablet }: { home: string; tablet?: string },
): SimulatedViewer {
  const { random } = world;
  const kind = random.next();
  const accountId =
    kind < 0.7
      ? world.makeAccount(random.chance(0.06) ? hours(random.between(0, 160)) : days(random.between(7, 1_200)))
      : null;
  const devices = kind > 0.95 ? [] : [random.uuid()];
  if (devices.length > 0 && random.chance(0.2)) devices.push(random.uuid());
  if (tablet && devices.length > 0) devices.push(tablet);
  // On the way a phone is behind several addresses of its carrier.
  const networks = random.chance(0.65) ? [home, home] : [];
  if (random.chance(0.6)) networks.push(...random.some(places.carriers, random.int(1, 3)));
  if (random.chance(0.2)) networks.push(random.pick(places.offices));
  if (networks.length === 0) networks.push(home);
  const hosted = random.chance(0.012);
  return {
    accountId,
    devices: accountId ? devices : devices.slice(0, 1),
    networks: hosted ? [random.pick(places.vpns)] : networks,
    hosted,
    createdAt: 0,
  };
}

function habitsOf(random: Random): Habits {
  const views = Math.max(1, Math.round(Math.min(900, random.skewed(11, 1.1))));
  const shift = random.chance(0.06) ? 9 : random.chance(0.05) ? -random.int(3, 7) : 0;
  const skips = random.chance(0.05)
    ? random.between(0, 0.05)
    : Math.min(0.9, Math.max(0.05, 0.42 + random.normal() * 0.16));
  return {
    interests: Array.from({ length: random.int(1, 4) }, () => random.int(0, 13)),
    skips,
    shift,
    views,
    sessions: Math.min(12, 1 + Math.floor(views / random.int(8, 40))),
  };
}

function live(world: SimulatedWorld, viewer: SimulatedViewer, habits: Habits): void {
  const { random } = world;
  for (let session = 0; session < habits.sessions; session += 1) {
    const network = random.pick(viewer.networks);
    const feed = random.uuid();
    let at = awake(random, world.startsAt, habits.shift);
    const count = Math.ceil(habits.views / habits.sessions);
    for (let position = 0; position < count; position += 1) {
      const moment = world.aMoment(habits.interests);
      const watchedMs = honestWatchMs(random, moment, habits.skips);
      at += watchedMs + random.between(200, 1_500);
      world.watch(viewer, moment, { watchedMs, occurredAt: at, source: 'honest', session: feed, position, network });
    }
  }
}

/** They come for one creator and watch all there is. */
function fansOfOne(world: SimulatedWorld, places: Places): void {
  const { random, size } = world;
  for (let fan = 0; fan < size.viewers * 0.02; fan += 1) {
    const viewer = aViewer(world, places, { home: world.aNetwork() });
    const creator = random.pick(
      random.chance(0.5) ? world.creators.slice(0, Math.ceil(size.creators / 5)) : world.creators,
    );
    let at = awake(random, world.startsAt, 0);
    const session = random.uuid();
    for (const moment of creator.moments) {
      const watchedMs = honestWatchMs(random, moment, 0.1);
      at += watchedMs + 1_000;
      world.watch(viewer, moment, { watchedMs, occurredAt: at, source: 'honest', session });
    }
    if (random.chance(0.6)) live(world, viewer, habitsOf(random));
  }
}

/** A school: one network, and everybody watches what somebody of the class has made. */
function classmates(world: SimulatedWorld): void {
  const { random, size } = world;
  for (let school = 0; school < Math.ceil(size.viewers / 4_000); school += 1) {
    const network = world.aNetwork();
    const star = random.pick(world.creators);
    for (let pupil = random.int(12, 25); pupil > 0; pupil -= 1) {
      const accountId = world.makeAccount(days(random.between(10, 500)));
      const viewer = {
        accountId,
        devices: [random.uuid()],
        networks: [network, world.aNetwork()],
        hosted: false,
        createdAt: 0,
      };
      live(world, viewer, habitsOf(random));
      const at = world.startsAt + hours(11) + random.between(0, hours(3));
      const moment = random.pick(star.moments);
      world.watch(viewer, moment, {
        watchedMs: honestWatchMs(random, moment, 0.1),
        occurredAt: at,
        source: 'honest',
        session: random.uuid(),
        network,
      });
    }
  }
}

/** Creators who know and watch each other. */
function friends(world: SimulatedWorld, places: Places): void {
  const { random, size } = world;
  for (let group = 0; group < Math.ceil(size.viewers / 5_000); group += 1) {
    const creators = random.some(world.creators, 4);
    for (const own of creators) {
      const viewer = { ...aViewer(world, places, { home: world.aNetwork() }), accountId: own.id };
      live(world, viewer, habitsOf(random));
      for (const other of creators) {
        if (other === own || random.chance(0.3)) continue;
        const moment = random.pick(other.moments);
        const occurredAt = awake(random, world.startsAt, 0);
        world.watch(viewer, moment, {
          watchedMs: honestWatchMs(random, moment, 0.1),
          occurredAt,
          source: 'honest',
          session: random.uuid(),
        });
      }
    }
  }
}

/** Everybody talks of one moment for an hour or two: many come for it only, many of them new. */
function viralBursts(world: SimulatedWorld, places: Places): void {
  const { random, size } = world;
  for (let burst = 0; burst < 2; burst += 1) {
    const moment = random.pick(random.pick(world.creators).moments);
    const begins = world.startsAt + hours(random.between(9, 20));
    for (let guest = 0; guest < size.viewers * 0.012; guest += 1) {
      const viewer = aViewer(world, places, { home: world.aNetwork() });
      const at = begins + -Math.log(1 - random.next()) * minutes(50);
      const session = random.uuid();
      world.watch(viewer, moment, {
        watchedMs: honestWatchMs(random, moment, 0.3),
        occurredAt: at,
        source: 'honest',
        session,
      });
      // Most of those who come look at some more of what the feed has.
      if (random.chance(0.7)) live(world, viewer, { ...habitsOf(random), views: random.int(2, 9), sessions: 1 });
    }
  }
}
