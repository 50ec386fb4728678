import { Injectable } from '@nestjs/common';
import { type AccountId, type MomentId, NotFound } from '@moments/kernel';
import { assetProgress } from '@moments/media';
import { Bell, LiveNews } from '@moments/platform';
import type { MomentView } from './moment.view.js';
import { momentChanged } from './moments.events.js';
import { MomentsQueries } from './moments.queries.js';

// News may be lost; nobody shall look at a bar that stands still while the moment is long published.
const lookAgainMs = 5_000;

/** A moment of one's own, and how far the making of it is. */
export interface MomentStep {
  moment: MomentView;
  /** 0..1. */
  progress: number;
}

/** Lets authors watch their moments being made. */
@Injectable()
export class MomentProcessing {
  constructor(
    private readonly moments: MomentsQueries,
    private readonly news: LiveNews,
  ) {}

  /**
   * The moment as it stands, then again whenever it is further, until it is no longer PROCESSING. Throws `NotFound`
   * unless it is the account's own. Leaving the iterator ends it at once, also while it waits.
   */
  async watch(accountId: AccountId, momentId: MomentId): Promise<AsyncIterableIterator<MomentStep>> {
    await this.own(accountId, momentId);
    const bell = new Bell();
    const steps = this.steps(accountId, momentId, bell);
    const iterator: AsyncIterableIterator<MomentStep> = {
      next: () => steps.next(),
      return: () => {
        bell.close();
        return steps.return(undefined);
      },
      [Symbol.asyncIterator]: () => iterator,
    };
    return iterator;
  }

  private async *steps(accountId: AccountId, momentId: MomentId, bell: Bell): AsyncGenerator<MomentStep> {
    const stops = await this.listen(momentId, bell);
    try {
      let shown: string | undefined;
      while (!bell.closed) {
        const moment = await this.own(accountId, momentId);
        const progress = (await this.moments.progressOf([momentId])).get(momentId) ?? 0;
        const state = `${moment.status} ${progress}`;
        if (state !== shown) yield { moment, progress };
        shown = state;
        if (moment.status !== 'PROCESSING') return;
        await bell.rung(lookAgainMs);
      }
    } finally {
      await Promise.all(stops.map((stop) => stop()));
    }
  }

  private async listen(momentId: MomentId, bell: Bell): Promise<(() => Promise<void>)[]> {
    const assetIds = (await this.moments.assetsOf([momentId])).get(momentId) ?? [];
    const ring = () => bell.ring();
    return Promise.all([
      this.news.subscribe(momentChanged, momentId, ring),
      ...assetIds.map((assetId) => this.news.subscribe(assetProgress, assetId, ring)),
    ]);
  }

  private async own(accountId: AccountId, momentId: MomentId): Promise<MomentView> {
    const moment = (await this.moments.byIds([momentId])).get(momentId);
    if (moment?.authorId !== accountId) throw new NotFound('moment', ['momentId']);
    return moment;
  }
}
