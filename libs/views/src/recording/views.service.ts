import { Injectable } from '@nestjs/common';
import { type AccountId, businessDayOf, Clock } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { rejectionOf, type ViewRejection } from '../domain/plausibility.js';
import type { PlaybackClaims } from '../domain/playback-token.js';
import { Fingerprints } from '../fingerprints.js';
import { PlaybackTokens } from '../playback-tokens.js';
import { viewLimits } from '../views.settings.js';
import { type MomentFacts, MomentFactsCache } from './moment-facts.js';
import { checkReport, type ReportedView, type ViewReport } from './view-report.js';
import { viewEventId } from './view-event-id.js';
import { keyOf, type Reporter, type ViewEvent } from './view-event.js';
import { type ToldReport, ViewStore } from './view-store.js';

/** Who reports, and from where. */
export interface ReportedBy {
  viewerId?: AccountId;
  /** As the app names it. */
  device?: string;
  /** The client's, as the trusted proxy tells it. Of it and of the device keyed hashes are kept. */
  address?: string;
}

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
    private readonly tokens: PlaybackTokens,
    private readonly fingerprints: Fingerprints,
    private readonly moments: MomentFactsCache,
    private readonly store: ViewStore,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Stores a report of at most 200 events; sending it again changes nothing. What is accepted is on disk when this
   * returns. A bad event is told in the outcome and harms no other; throws `InvalidInput` for a report out of form,
   * `TooManyViewsWaiting` when none of it was stored.
   */
  async record(by: ReportedBy, report: ViewReport): Promise<ReportOutcome> {
    const { events } = checkReport(report);
    const reporter = await this.reporterOf(by);
    const { told, rejected } = await this.judge(reporter, events);
    if (told.believed.length + told.doubtful.length === 0) return { accepted: 0, duplicates: 0, rejected };
    const { accepted, duplicates, refused } = await this.store.store(told);
    if (refused.length === 0) return { accepted, duplicates, rejected };
    return { accepted, duplicates, rejected: inOrder(events, [...rejected, ...refused]) };
  }

  private async reporterOf({ viewerId, device, address }: ReportedBy): Promise<Reporter> {
    const network = address ? await this.fingerprints.networkOf(address) : undefined;
    return {
      viewerId,
      deviceId: this.fingerprints.deviceOf(device),
      otherDeviceIds: this.fingerprints.otherDevicesOf(device),
      network,
    };
  }

  private async judge(reporter: Reporter, reported: readonly ReportedView[]) {
    const limits = await this.settings.get(viewLimits);
    const now = this.clock.now();
    const claimed = reported.map((view) => ({ view, claims: this.tokens.verify(view.playbackToken, reporter) }));
    const moments = await this.moments.of(claimed.flatMap(({ claims }) => (claims ? [claims.momentId] : [])));
    const told = { believed: [] as ViewEvent[], doubtful: [] as ToldReport['doubtful'][number][] };
    const rejected: ReportOutcome['rejected'] = [];
    for (const { view, claims } of claimed) {
      if (!claims) {
        rejected.push({ id: view.id, code: 'INVALID_TOKEN' });
        continue;
      }
      const moment = moments.get(claims.momentId);
      const event = eventOf(view, claims, { reporter, moment });
      const code = rejectionOf(event, claims, { now, limits, durationMs: moment?.durationMs });
      if (code) told.doubtful.push({ event, code });
      else told.believed.push(event);
    }
    return { told, rejected };
  }
}

function eventOf(
  { id, watchedMs, positionMs, loops = 0, occurredAt }: ReportedView,
  claims: PlaybackClaims,
  { reporter, moment }: { reporter: Reporter; moment?: MomentFacts },
): ViewEvent {
  const eventId = viewEventId(id, claims.feedSessionId);
  const day = businessDayOf(claims.issuedAt);
  // Written out: objects that are made by spreading others are slow to read, and these are read very often.
  return {
    name: id,
    id: eventId,
    key: keyOf({ id: eventId, claims, day }),
    claims,
    day,
    viewerKey: reporter.viewerId ?? claims.deviceId ?? claims.feedSessionId,
    reporter,
    moment,
    watchedMs,
    positionMs,
    loops,
    occurredAt,
  };
}

/** Rejections in the order of their events. */
function inOrder(events: readonly ReportedView[], rejected: ReportOutcome['rejected']): ReportOutcome['rejected'] {
  const places = new Map(events.map(({ id }, place) => [id, place]));
  return rejected.toSorted((a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
}
