import { days } from '@moments/kernel';
import { honestWatchMs } from '../../tools/demo/viewers.js';
import { awake, type SimulatedMoment, type SimulatedViewer, type SimulatedWorld } from './world.js';

/** What honest views of circles are counted under: a rule against exchanges would take theirs first. */
export const circlesSource = 'honest views of circles';

/**
 * Circles that are dear to few: some little known creators, who watch each other, and people who mostly come for them. All
 * follow all, so that what was made today comes to everybody; they leave at once what they do not like. Like everywhere most
 * look in for some minutes, and some stay for hours.
 */
export function honestCircles(world: SimulatedWorld): void {
  const { random, size } = world;
  const little = world.creators.slice(Math.floor(size.creators * 0.3));
  for (let circle = 0; circle < Math.max(1, Math.round(size.viewers / 4_000)); circle += 1) {
    const creators = random.some(little, random.int(8, 30));
    const latest = creators.map(({ moments }) => random.pick(moments));
    const people = creators.map(({ id }) => aMember(world, id));
    for (let guest = random.int(20, 120); guest > 0; guest -= 1) people.push(aMember(world));
    for (const viewer of people) lookIn(world, viewer, latest);
  }
}

function aMember(world: SimulatedWorld, creatorId?: string): SimulatedViewer {
  const { random } = world;
  return {
    accountId: creatorId ?? world.makeAccount(days(random.between(5, 900))),
    devices: [random.uuid()],
    networks: [world.aNetwork(), world.aNetwork()],
    hosted: false,
    createdAt: 0,
  };
}

/** One sitting: some of what the circle made today, and what the feed has between it. */
function lookIn(world: SimulatedWorld, viewer: SimulatedViewer, latest: readonly SimulatedMoment[]): void {
  const { random } = world;
  const session = random.uuid();
  const own = random.some(
    latest.filter(({ creator }) => creator.id !== viewer.accountId),
    random.int(1, 8),
  );
  const others = Math.min(300, Math.round(random.skewed(8, 1.2)));
  let at = awake(random, world.startsAt, 0);
  const moments = [...own, ...Array.from({ length: others }, () => world.aMoment([]))];
  for (const [position, moment] of random.some(moments, moments.length).entries()) {
    const watchedMs = honestWatchMs(random, moment, own.includes(moment) ? 0.2 : 0.42);
    at += watchedMs + random.between(200, 1_500);
    world.watch(viewer, moment, { watchedMs, occurredAt: at, source: circlesSource, session, position });
  }
}
