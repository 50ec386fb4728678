import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { metrics } from '@moments/platform';
import { Gauge } from 'prom-client';
import { RewardDaysQueries } from './reward-days.queries.js';

let queries: RewardDaysQueries | undefined;

new Gauge({
  name: 'moments_reward_days_due',
  help: 'Business days that are over and not closed; one of them from midnight in Moscow until the close of the morning',
  registers: [metrics],
  async collect() {
    this.reset();
    // Without Postgres it is not known: then there is no figure, and the others are still worth having.
    const due = await queries?.due().catch(() => undefined);
    if (due) this.set(due.length);
    else this.remove();
  },
});

/** Shows on `/metrics` of the worker how many days wait to be closed. */
@Injectable()
export class DaysDueGauge implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly days: RewardDaysQueries) {}

  onModuleInit(): void {
    queries = this.days;
  }

  onApplicationShutdown(): void {
    queries = undefined;
  }
}
