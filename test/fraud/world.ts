import { type BusinessDay, days, hours, minutes, startOfBusinessDay } from '@moments/kernel';
import { Random, Weighted } from '../../tools/demo/random.js';

/** A view as the store has it, and who really made it. */
export interface SimulatedView {
  momentId: string;
  id: string;
  creatorId: string;
  durationMs: number | null;
  feedSessionId: string;
  viewerId: string | null;
  viewerKey: string;
  deviceId: string | null;
  networkKey: string;
  hosted: boolean;
  position: number;
  promoted: boolean;
  watchedMs: number;
  servedAt: number;
  occurredAt: number;
  /** `honest`, or the attack's name. */
  source: string;
}

export interface SimulatedMoment {
  id: string;
  creator: SimulatedCreator;
  durationMs: number | null;
  appeal: number;
}

export interface SimulatedCreator {
  id: string;
  topic: number;
  appeal: number;
  moments: SimulatedMoment[];
}

export interface SimulatedViewer {
  /** Nobody is signed in without. */
  accountId: string | null;
  devices: string[];
  networks: string[];
  hosted: boolean;
  createdAt: number;
}

export interface WorldSize {
  viewers: number;
  creators: number;
}

const topics = 14;

/** Everybody and everything of a simulated day; views are collected in it. */
export class SimulatedWorld {
  readonly views: SimulatedView[] = [];
  readonly accounts: { id: string; createdAt: number }[] = [];
  readonly creators: SimulatedCreator[];
  readonly startsAt: number;
  private readonly everything: Weighted<SimulatedMoment>;
  private readonly byTopic: Weighted<SimulatedMoment>[];

  constructor(
    readonly day: BusinessDay,
    readonly random: Random,
    readonly size: WorldSize,
  ) {
    this.startsAt = startOfBusinessDay(day).getTime();
    this.creators = Array.from({ length: size.creators }, (_, rank) => this.makeCreator(rank));
    const moments = this.creators.flatMap((creator) => creator.moments);
    const weight = ({ appeal }: SimulatedMoment) => appeal;
    this.everything = new Weighted(moments, weight);
    this.byTopic = Array.from({ length: topics }, (_, topic) => {
      const own = moments.filter(({ creator }) => creator.topic === topic);
      return own.length > 0 ? new Weighted(own, weight) : this.everything;
    });
  }

  /** A few appeal to very many: heavy-tailed, as the shares of real feeds are. */
  private makeCreator(rank: number): SimulatedCreator {
    const { random } = this;
    const account = this.makeAccount(days(random.between(20, 900)));
    const appeal = 1 / (rank + 8) ** 0.95;
    const topic = Math.min(topics - 1, Math.floor(random.next() ** 1.5 * topics));
    const creator: SimulatedCreator = { id: account, topic, appeal, moments: [] };
    // Some make short clips only, some long ones: what their views look like follows from it.
    const length = random.skewed(16, 0.5);
    for (let made = random.int(1, 10); made > 0; made -= 1) creator.moments.push(this.makeMoment(creator, length));
    return creator;
  }

  makeMoment(creator: SimulatedCreator, lengthSeconds: number): SimulatedMoment {
    const { random } = this;
    const durationMs = random.chance(0.08)
      ? null
      : Math.round(Math.min(180, Math.max(4, random.skewed(lengthSeconds, 0.3))) * 1_000);
    return { id: random.uuid(), creator, durationMs, appeal: creator.appeal * random.skewed(1, 0.7) };
  }

  makeAccount(ageMs: number): string {
    const id = this.random.uuid();
    this.accounts.push({ id, createdAt: this.startsAt + hours(12) - ageMs });
    return id;
  }

  aMoment(interests: readonly number[]): SimulatedMoment {
    const { random } = this;
    if (interests.length === 0 || random.chance(0.35)) return this.everything.pick(random);
    return (this.byTopic[random.pick(interests)] ?? this.everything).pick(random);
  }

  /** Writes down one view; what is not said is as an app of the viewer would do it. */
  watch(
    viewer: SimulatedViewer,
    moment: SimulatedMoment,
    told: {
      watchedMs: number;
      occurredAt: number;
      source: string;
      session: string;
      position?: number;
      network?: string;
    },
  ): void {
    const { random } = this;
    const deviceId = viewer.devices.length === 0 ? null : random.pick(viewer.devices);
    const watchedMs = Math.max(1, Math.round(told.watchedMs));
    // Served some seconds before it was begun; a page of the feed lies ready.
    const servedAt = told.occurredAt - watchedMs - random.between(0, minutes(2));
    if (servedAt < this.startsAt || servedAt >= this.startsAt + days(1)) return;
    this.views.push({
      momentId: moment.id,
      id: random.uuid(),
      creatorId: moment.creator.id,
      durationMs: moment.durationMs,
      feedSessionId: told.session,
      viewerId: viewer.accountId,
      viewerKey: viewer.accountId ?? deviceId ?? told.session,
      deviceId,
      networkKey: told.network ?? random.pick(viewer.networks),
      hosted: viewer.hosted,
      position: told.position ?? 0,
      promoted: false,
      watchedMs,
      servedAt,
      occurredAt: told.occurredAt,
      source: told.source,
    });
  }

  aNetwork(): string {
    return this.random.uuid().replaceAll('-', '').slice(0, 16);
  }
}

/** An instant of a day as people are awake: few at night, most in the evening; `shift` in hours. */
export function awake(random: Random, startsAt: number, shift: number): number {
  const hour = random.chance(0.45)
    ? 20 + random.normal() * 2
    : random.chance(0.5)
      ? 13 + random.normal() * 3
      : random.between(7, 24);
  return startsAt + hours((((hour + shift) % 24) + 24) % 24);
}
