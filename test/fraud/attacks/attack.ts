import { hours } from '@moments/kernel';
import { honestWatchMs } from '../../../tools/demo/viewers.js';
import {
  awake,
  type SimulatedCreator,
  type SimulatedMoment,
  type SimulatedViewer,
  type SimulatedWorld,
} from '../world.js';

/** What somebody does to be paid for views that nobody meant. Each writes its views under its own name. */
export type Attack = (world: SimulatedWorld, name: string) => void;

/** Somewhere in the middle: neither known to everybody nor to nobody. */
export const aClient = ({ random, creators }: SimulatedWorld): SimulatedCreator =>
  random.pick(creators.slice(Math.floor(creators.length * 0.15)));

export const aBot = (
  world: SimulatedWorld,
  bot: Partial<SimulatedViewer> & { ageMs?: number } = {},
): SimulatedViewer => ({
  accountId: world.makeAccount(bot.ageMs ?? hours(world.random.between(1, 24 * 30))),
  devices: [world.random.uuid()],
  networks: [world.aNetwork()],
  hosted: false,
  createdAt: 0,
  ...bot,
});

/** Just enough to be paid. */
export const justEnough = (world: SimulatedWorld, { durationMs }: SimulatedMoment): number =>
  Math.min(durationMs ?? 60_000, 5_000 + world.random.between(100, 2_500));

interface Watching {
  viewer: SimulatedViewer;
  moment: SimulatedMoment;
  watchedMs: number;
  occurredAt: number;
}

export const watch = (
  world: SimulatedWorld,
  source: string,
  { viewer, moment, watchedMs, occurredAt }: Watching,
): void => world.watch(viewer, moment, { watchedMs, occurredAt, source, session: world.random.uuid() });

/** So that it does not look like nothing else; not counted as the attack's, as nobody is paid for it on purpose. */
export function camouflage(world: SimulatedWorld, viewer: SimulatedViewer, count: number): void {
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
