import { Injectable } from '@nestjs/common';
import { after, Clock, hours } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { workSettings } from './work.settings.js';

/** Until when whom's turn it is, as of now. */
@Injectable()
export class WorkTiming {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async ofReview(): Promise<{ now: Date; reviewDueAt: Date; revisionDueAt: Date }> {
    const { reviewHours, revisionHours } = await this.settings.get(workSettings);
    const now = this.clock.now();
    return { now, reviewDueAt: after(now, hours(reviewHours)), revisionDueAt: after(now, hours(revisionHours)) };
  }
}
