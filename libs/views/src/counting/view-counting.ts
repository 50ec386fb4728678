import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Log } from '@moments/platform';
import { setTimeout as sleep } from 'node:timers/promises';
import { ViewCountsService } from './view-counts.service.js';

const everyMs = 1_000;

/**
 * Counts views once a second in every worker. No job: jobs come by the minute or one per report, and this is to be right
 * within seconds at no cost to those who report.
 */
@Injectable()
export class ViewCounting implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private counting?: Promise<void>;

  constructor(
    private readonly counts: ViewCountsService,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    this.counting = this.countUntilStopped(this.stopping.signal);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.counting;
  }

  private async countUntilStopped(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      // What cannot be counted now (the database is away) waits uncounted for the next second.
      await this.counts.countNew().catch((error: unknown) => this.log.error({ err: error }, 'views were not counted'));
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}
