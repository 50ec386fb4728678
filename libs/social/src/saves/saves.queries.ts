import { Injectable } from '@nestjs/common';
import { type AccountId, type MomentId, type Page, pageOf, type PageWindow, type TimePosition } from '@moments/kernel';
import { Database, statement } from '@moments/platform';
import { shownMoment } from '../moments/shown-moment.store.js';
import { afterPosition, positionOf } from '../time-position.js';

// What is not shown is passed by before the limit counts, so pages are full. Hardly anything is: the saves of removed
// moments go with them.
const savedBy = statement(
  'social.saved-by',
  `select saves.moment_id as id, saves.created_at as at
     from saves join moments on moments.id = saves.moment_id
    where saves.account_id = $1 and ${shownMoment('moments', '$1::uuid')}
      and ${afterPosition('saves.created_at', 'saves.moment_id')}
    order by saves.created_at desc, saves.moment_id desc limit $4`,
);

/** What accounts have saved: for themselves alone. */
@Injectable()
export class SavesQueries {
  constructor(private readonly database: Database) {}

  /** Moments that an account has saved and may still see, last saved first. */
  async savedBy(accountId: AccountId, window: PageWindow<TimePosition>): Promise<Page<MomentId, TimePosition>> {
    const parameters = [accountId, ...positionOf(window), window.limit + 1];
    const found = await this.database.read<{ id: MomentId; at: Date }>(savedBy, parameters);
    return pageOf(found, window.limit, ({ id, at }) => ({ item: id, position: { at, id } }));
  }
}
