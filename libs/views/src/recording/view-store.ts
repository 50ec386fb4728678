import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { Database, databaseError, Settings, type Tx } from '@moments/platform';
import type { ViewRejection } from '../domain/plausibility.js';
import { thereWasTimeFor, watchAll } from '../domain/watch-clock.js';
import { ViewPartitions } from '../keeping/view-partitions.js';
import { TooManyViewsWaiting } from '../views.errors.js';
import { viewLimits, viewStoring } from '../views.settings.js';
import { GroupCommitter } from './group-committer.js';
import type { ViewEvent } from './view-event.js';
import { insertViewEvents, knownAmong, lockViewers } from './view-events.store.js';

/** Views of one report that were told under good tokens. */
export interface ToldReport {
  believed: readonly ViewEvent[];
  /** Not to be stored, unless they are from an earlier time: then they are duplicates. */
  doubtful: readonly { event: ViewEvent; code: ViewRejection }[];
}

/** What became of a report's views. */
export interface StoredReport {
  accepted: number;
  duplicates: number;
  refused: { id: string; code: ViewRejection }[];
}

// Of SQLSTATE: data that cannot be stored, and constraints.
const faultOfData = /^2[23]/;

/** Stores reports, those that come at the same time in one transaction. */
@Injectable()
export class ViewStore {
  private readonly committer = new GroupCommitter<ToldReport, StoredReport>(
    (reports) => this.commit(reports),
    (error) => faultOfData.test(databaseError(error).code ?? ''),
  );

  constructor(
    private readonly database: Database,
    private readonly partitions: ViewPartitions,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Returns when what was accepted is on disk; throws `TooManyViewsWaiting` when nothing was done. */
  async store(report: ToldReport): Promise<StoredReport> {
    const { eventsAtOnce, atOnce, waitingEvents } = await this.settings.get(viewStoring);
    const limits = { largest: eventsAtOnce, atOnce, waiting: waitingEvents };
    const stored = this.committer.submit(report, report.believed.length + report.doubtful.length, limits);
    if (!stored) throw new TooManyViewsWaiting();
    return stored;
  }

  private async commit(reports: readonly ToldReport[]): Promise<StoredReport[]> {
    const limits = await this.settings.get(viewLimits);
    await this.partitions.ensure(reports.flatMap(({ believed }) => believed.map(({ day }) => day)));
    return this.database.transaction((tx) => storeReports(tx, reports, { now: this.clock.now(), ...limits }));
  }
}

interface Terms {
  now: Date;
  aheadToleranceMs: number;
  seenAfterMs: number;
}

async function storeReports(tx: Tx, reports: readonly ToldReport[], terms: Terms): Promise<StoredReport[]> {
  const told = new Map<string, ViewEvent>();
  for (const event of reports.flatMap(({ believed }) => believed)) {
    if (!told.has(event.key)) told.set(event.key, event);
  }
  const doubtful = reports.flatMap((report) => report.doubtful.map(({ event }) => event));
  const clocks = await lockViewers(tx, lockedFor([...told.values(), ...doubtful]));
  const { fitting, crowded } = withTime(told.values(), clocks, terms);

  // Only those that were not stored before have to fit in: what is sent again took its time then.
  const looked = [...crowded.flat(), ...doubtful];
  const known = looked.length > 0 ? await knownAmong(tx, looked) : new Set<string>();
  const latestMs = terms.now.getTime() + terms.aheadToleranceMs;
  for (const views of crowded) {
    const fresh = views.filter((event) => !known.has(event.key));
    const busyUntilMs = clocks.get(views[0]?.viewerKey ?? '') ?? 0;
    fitting.push(...thereWasTimeFor(busyUntilMs, fresh.map(timed), latestMs).fitting.map(({ event }) => event));
  }
  const added = fitting.length > 0 ? await insertViewEvents(tx, fitting, { ...terms, clocks }) : new Set<string>();
  return answers(reports, { added, stored: new Set([...fitting.map(({ key }) => key), ...known]) });
}

/**
 * Viewers, and devices whose tokens are now shown by an account: whoever was served something before signing in and
 * tells it twice, before and after, is still one to the counters.
 */
function lockedFor(events: readonly ViewEvent[]): Set<string> {
  const keys = new Set<string>();
  for (const { viewerKey, claims } of events) {
    keys.add(viewerKey);
    if (claims.deviceId !== undefined) keys.add(claims.deviceId);
  }
  return keys;
}

const timed = (event: ViewEvent) => ({
  event,
  servedAtMs: event.claims.issuedAt.getTime(),
  watchedMs: event.watchedMs,
});

/** Views by whether their viewer had the time for all of them, were they all new; mostly so, and then nothing is asked. */
function withTime(events: Iterable<ViewEvent>, clocks: ReadonlyMap<string, number>, { now, aheadToleranceMs }: Terms) {
  const latestMs = now.getTime() + aheadToleranceMs;
  const fitting: ViewEvent[] = [];
  const crowded: ViewEvent[][] = [];
  const byViewer = new Map<string, ViewEvent[]>();
  for (const event of events) {
    const views = byViewer.get(event.viewerKey);
    if (views) views.push(event);
    else byViewer.set(event.viewerKey, [event]);
  }
  for (const [viewerKey, views] of byViewer) {
    if (watchAll(clocks.get(viewerKey) ?? 0, views.map(timed)) <= latestMs) fitting.push(...views);
    else crowded.push(views);
  }
  return { fitting, crowded };
}

/** What to tell each report: of one event that is told several times, one is accepted. */
function answers(
  reports: readonly ToldReport[],
  { added, stored }: { added: ReadonlySet<string>; stored: ReadonlySet<string> },
): StoredReport[] {
  const accepted = new Set<string>();
  return reports.map(({ believed, doubtful }) => {
    const answer: StoredReport = { accepted: 0, duplicates: 0, refused: [] };
    const tell = ({ key, name }: ViewEvent, code: ViewRejection): void => {
      if (!stored.has(key)) answer.refused.push({ id: name, code });
      else if (!added.has(key) || accepted.has(key)) answer.duplicates += 1;
      else {
        accepted.add(key);
        answer.accepted += 1;
      }
    };
    for (const event of believed) tell(event, 'IMPLAUSIBLE');
    for (const { event, code } of doubtful) tell(event, code);
    return answer;
  });
}
