import { type AccountId, type FeedSessionId, type MomentId, newId } from '@moments/kernel';
import { statement } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { randomUUID } from 'node:crypto';
import { ViewCountsService } from '../counting/view-counts.service.js';
import { Fingerprints } from '../fingerprints.js';
import { PlaybackTokens } from '../playback-tokens.js';
import type { ReportedView } from '../recording/view-report.js';
import { type ReportedBy, type ReportOutcome, ViewsService } from '../recording/views.service.js';
import { ViewsModule } from '../views.module.js';
import { ViewsJobsModule } from '../views-jobs.module.js';
import { testPlayback } from './options.js';

/** To whom, in what list and how far down a moment was served. */
interface Served {
  viewerId?: AccountId;
  device?: string;
  feedSessionId?: FeedSessionId;
  at?: number;
}

/** Somebody who watches a moment of 20 seconds, and what is stored of that. */
export class RecordingWorld {
  readonly views: ViewsService;
  viewerId!: AccountId;
  creatorId!: AccountId;
  momentId!: MomentId;

  private constructor(readonly lib: LibWorld) {
    this.views = lib.app.get(ViewsService);
  }

  static async open(): Promise<RecordingWorld> {
    return new RecordingWorld(await openLibWorld([ViewsModule.forRoot(testPlayback()), ViewsJobsModule]));
  }

  /** Another viewer and another moment for each test. */
  async refresh(): Promise<this> {
    this.viewerId = await anAccount(this.lib);
    this.creatorId = await anAccount(this.lib);
    this.momentId = await aPublishedMoment(this.lib, { authorId: this.creatorId, durationMs: 20_000 });
    return this;
  }

  close(): Promise<void> {
    return this.lib.close();
  }

  async tokenOf({ device, feedSessionId = newId<'feedSession'>(), at = 0, ...served }: Served): Promise<string> {
    const deviceId = this.lib.app.get(Fingerprints).deviceOf(device);
    const serving = { ...served, deviceId, feedSessionId, surface: 'FOR_YOU', promoted: false } as const;
    const [token] = await this.lib.app.get(PlaybackTokens).issue(serving, [this.momentId], [at]);
    if (token === undefined) throw new Error('no token was issued');
    return token;
  }

  /** Five seconds, now, unless told otherwise. */
  event(playbackToken: string, change: Partial<ReportedView> = {}): ReportedView {
    return { id: randomUUID(), playbackToken, watchedMs: 5_000, occurredAt: this.lib.clock.now(), ...change };
  }

  tell(by: ReportedBy, ...events: ReportedView[]): Promise<ReportOutcome> {
    return this.views.record(by, { events });
  }

  /** What is stored of the moment's views, the first recorded first. */
  stored<Facts extends object>(): Promise<Facts[]> {
    return this.lib.database.read<Facts>(facts, [this.momentId]);
  }

  /** The moment's counter once all is counted. */
  async counted(): Promise<number> {
    await this.lib.app.get(ViewCountsService).countNew();
    return (await this.lib.database.read<{ views: number }>(counter, [this.momentId]))[0]?.views ?? 0;
  }

  /** Moves the clock to an instant ahead. */
  until(instant: string): void {
    this.lib.clock.advance(new Date(instant).getTime() - this.lib.clock.now().getTime());
  }
}

/** Outcomes of one report. */
export const accepted = { accepted: 1, duplicates: 0, rejected: [] };
export const known = { accepted: 0, duplicates: 1, rejected: [] };
export const refused = (id: string, code: string): object => ({
  accepted: 0,
  duplicates: 0,
  rejected: [{ id, code }],
});

const facts = statement(
  'test.facts',
  `select day::text, served_at as "servedAt", feed_position as "feedPosition", creator_id as "creatorId",
          duration_ms as "durationMs", viewer_id as "viewerId", viewer_key as "viewerKey", device_id as "deviceId",
          encode(network_key, 'hex') as "networkKey", hosted, tableoid::regclass::text as partition
     from view_events where moment_id = $1 order by recorded_at, id`,
);
const counter = statement('test.views', 'select views::int as views from moment_view_counters where moment_id = $1');
