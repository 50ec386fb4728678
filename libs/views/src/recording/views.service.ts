import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, parseInput } from '@moments/kernel';
import { Database, Settings } from '@moments/platform';
import { z } from 'zod';
import { isSeen, rejectionOf, seenAfter, type ViewFacts, type ViewRejection } from '../domain/judge-view.js';
import type { PlaybackClaims } from '../domain/playback-token.js';
import { dayOf, ViewPartitions } from '../keeping/view-partitions.js';
import { PlaybackTokens } from '../playback-tokens.js';
import { viewLimits } from '../views.settings.js';
import { MomentDurations } from './moment-durations.js';
import { viewEventId } from './view-event-id.js';
import { insertViewEvents, type ViewEvent } from './view-events.store.js';

const maxEvents = 100;
// What a column of type integer holds.
const wholeNumber = z.number().int().min(-2_147_483_648).max(2_147_483_647);

const reportSchema = z.object({
  events: z
    .array(
      z.object({
        id: z.string().min(1).max(100),
        playbackToken: z.string().max(1_000),
        watchedMs: wholeNumber,
        positionMs: wholeNumber.nullish(),
        loops: wholeNumber.default(0),
        occurredAt: z.date(),
      }),
    )
    .max(maxEvents, `may hold at most ${maxEvents} events`),
});

/** Views as an app reports them. */
export type ViewReport = z.input<typeof reportSchema>;
type ReportedView = z.output<typeof reportSchema>['events'][number];

/** What became of a report. Every event is in one of the three. */
export interface ReportOutcome {
  accepted: number;
  /** Known from before, or twice in the report. */
  duplicates: number;
  rejected: { id: string; code: ViewRejection }[];
}

/** Takes in what was watched. */
@Injectable()
export class ViewsService {
  constructor(
    private readonly database: Database,
    private readonly tokens: PlaybackTokens,
    private readonly durations: MomentDurations,
    private readonly partitions: ViewPartitions,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores a report of at most 100 events; sending it again changes nothing. What is accepted is on disk when this
   * returns. A bad event is told in the outcome and harms no other; throws `InvalidInput` for a report out of form.
   */
  async record(viewerId: AccountId | undefined, report: ViewReport): Promise<ReportOutcome> {
    const { events } = parseInput(reportSchema, report);
    const now = this.clock.now();
    const { believed, rejected } = await this.judge(viewerId, events, now);
    const once = [...new Map(believed.map((event) => [keyOf(event), event])).values()];
    if (once.length === 0) return { accepted: 0, duplicates: 0, rejected };

    await this.partitions.ensure(once.map(({ servedOn }) => servedOn));
    const accepted = await this.database.transaction((tx) => insertViewEvents(tx, once, { viewerId, now }));
    return { accepted, duplicates: believed.length - accepted, rejected };
  }

  private async judge(viewerId: AccountId | undefined, reported: readonly ReportedView[], now: Date) {
    const limits = await this.settings.get(viewLimits);
    const claimed = reported.map((view) => ({ view, claims: this.tokens.verify(view.playbackToken, viewerId) }));
    const durations = await this.durations.of(claimed.flatMap(({ claims }) => (claims ? [claims.momentId] : [])));
    const believed: ViewEvent[] = [];
    const rejected: ReportOutcome['rejected'] = [];
    for (const { view, claims } of claimed) {
      const facts = { now, limits, durationMs: claims && durations.get(claims.momentId) };
      const code = claims ? rejectionOf(view, claims, facts) : 'INVALID_TOKEN';
      if (code) rejected.push({ id: view.id, code });
      else if (claims) believed.push(eventOf(view, claims, facts));
    }
    return { believed, rejected };
  }
}

function eventOf(view: ReportedView, claims: PlaybackClaims, facts: ViewFacts): ViewEvent {
  const { watchedMs, positionMs, loops, occurredAt } = view;
  return {
    id: viewEventId(view.id, claims.feedSessionId),
    claims,
    servedOn: dayOf(claims.issuedAt),
    watchedMs,
    positionMs,
    loops,
    occurredAt,
    seen: isSeen(view, facts),
    seenAfterMs: seenAfter(facts),
  };
}

/** The primary key; of two events with one key in a report the last is kept, and that is as good as any. */
const keyOf = ({ id, claims, servedOn }: ViewEvent): string => `${claims.momentId} ${id} ${servedOn}`;
