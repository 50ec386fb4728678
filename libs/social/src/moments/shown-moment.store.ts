import { type AccountId, type MomentId, NotFound } from '@moments/kernel';
import { type Database, statement } from '@moments/platform';
import { blockedBetween } from '../blocks/blocks.store.js';

/** What must be known of a moment before somebody does something with it. */
export interface ShownMoment {
  authorId: AccountId;
  commentsEnabled: boolean;
}

/**
 * The condition that a row of the moments' own table (read here, never written) is published and that an account may
 * have to do with it, as SQL over an alias and an expression of ours.
 */
export const shownMoment = (moment: string, account: string): string =>
  `${moment}.status = 'PUBLISHED' and not ${blockedBetween(account, `${moment}.author_id`)}`;

// One short statement instead of two and the whole moment.
const shown = statement(
  'social.shown-moment',
  `select author_id as "authorId", comments_enabled as "commentsEnabled" from moments
    where id = $1 and ${shownMoment('moments', '$2::uuid')}`,
);

/**
 * A published moment that the account may have to do with; `field` is what it was named by. Throws `NotFound` for any
 * other, also for one of somebody who has blocked the account: nothing tells them apart.
 */
export async function requireShownMoment(
  database: Database,
  { accountId, momentId, field = ['momentId'] }: { accountId: AccountId; momentId: MomentId; field?: string[] },
): Promise<ShownMoment> {
  const [moment] = await database.read<ShownMoment>(shown, [momentId, accountId]);
  if (!moment) throw new NotFound('moment', field);
  return moment;
}
