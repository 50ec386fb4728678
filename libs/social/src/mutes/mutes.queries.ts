import { Injectable } from '@nestjs/common';
import { type AccountId, type Page, pageOf, type PageWindow, type TimePosition } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { blockedBetween } from '../blocks/blocks.store.js';
import { afterPosition, positionOf } from '../time-position.js';

const mutedBy = statement(
  'social.muted-by',
  `select muted_id as id, created_at as at from mutes
    where muter_id = $1 and ${afterPosition('created_at', 'muted_id')} and not ${blockedBetween('$1', 'muted_id')}
    order by created_at desc, muted_id desc limit $4`,
);

/** Whom accounts keep out of their feeds: known to themselves alone. */
@Injectable()
export class MutesQueries {
  constructor(private readonly database: Database) {}

  /** Whom an account has muted, last muted first; without those from whom it is apart. */
  async mutedBy(accountId: AccountId, window: PageWindow<TimePosition>): Promise<Page<AccountId, TimePosition>> {
    const parameters = [accountId, ...positionOf(window), window.limit + 1];
    const found = await this.database.read<{ id: AccountId; at: Date }>(mutedBy, parameters);
    return pageOf(found, window.limit, ({ id, at }) => ({ item: id, position: { at, id } }));
  }
}
