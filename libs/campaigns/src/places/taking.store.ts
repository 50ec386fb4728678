import type { AccountId, CampaignId, EngagementId } from '@moments/kernel';
import { emitting, execute, mapConstraints, rows, statement, type Tx } from '@moments/platform';
import { TooManyApplicants } from '../campaigns.errors.js';

/** Who comes in under which terms. */
export interface NewEngagement {
  id: EngagementId;
  campaignId: CampaignId;
  creatorId: AccountId;
  termsVersion: number;
  message: string | null;
  revisions: number;
  at: Date;
}

const columns = `(id, campaign_id, seller_id, creator_id, status, terms_version, reward_minor, message, revisions_left,
  due_at, created_at, updated_at)`;

/*
 * A place and who has it, in one statement: whoever loses the race for the last one finds none, and the campaign's row is
 * held only from here to the commit. The terms must be those that the creator was judged by.
 */
const takePlace = statement(
  'campaigns.take-place',
  `with place as (
     update campaigns set places_taken = places_taken + 1, updated_at = $3
      where id = $2 and status = 'OPEN' and deadline > $3 and places_taken < places and terms_version = $5
     returning id, seller_id, terms_version, deadline),
   taken as (
     insert into engagements ${columns}
     select $1, place.id, place.seller_id, $4, 'ACCEPTED', place.terms_version, asked.reward_minor, $6, $7,
            place.deadline, $3, $3
       from place join creator_order_terms as asked
         on asked.campaign_id = place.id and asked.version = place.terms_version
     returning id)
   select id, ${emitting(8)} from taken`,
);

// Shared: whoever closes the campaign waits, and then finds this application.
const openFor = `
  select seller_id from campaigns
   where id = $2 and status = 'OPEN' and deadline > $3 and terms_version = $5 for share`;
const apply = statement(
  'campaigns.apply',
  `with open as (${openFor}),
   applied as (
     insert into engagements ${columns}
     select $1, $2, open.seller_id, $4, 'APPLIED', $5, asked.reward_minor, $6, $7, null, $3, $3
       from open join creator_order_terms as asked on asked.campaign_id = $2 and asked.version = $5
     returning id)
   select id, ${emitting(8)} from applied`,
);

/**
 * Takes a place, or applies for one, and tells of it; false when the campaign is not open any more under these terms, or
 * has no place left. `news` says what is told; `otherwise` is thrown when the creator has a part in the campaign already.
 */
export async function insertEngagement(
  tx: Tx,
  how: 'take' | 'apply',
  engagement: NewEngagement,
  { news, otherwise }: { news: readonly unknown[]; otherwise: () => Error },
): Promise<boolean> {
  const { id, campaignId, at, creatorId, termsVersion, message, revisions } = engagement;
  const parameters = [id, campaignId, at, creatorId, termsVersion, message, revisions, ...news];
  const made = await mapConstraints(rows(tx, how === 'take' ? takePlace : apply, parameters), {
    engagements_once: otherwise,
  });
  return made.length === 1;
}

/** Throws `TooManyApplicants` when so many wait already; those who apply at the very same time may all come in. */
export async function requireRoomToApply(tx: Tx, campaignId: CampaignId, most: number): Promise<void> {
  const waiting = await rows(tx, `select from engagements where campaign_id = $1 and status = 'APPLIED' limit $2`, [
    campaignId,
    most,
  ]);
  if (waiting.length >= most) throw new TooManyApplicants(most);
}

/** The part that a creator has in a campaign, if any. */
export async function ownPart(tx: Tx, campaignId: CampaignId, creatorId: AccountId): Promise<EngagementId | undefined> {
  const [found] = await rows<{ id: EngagementId }>(
    tx,
    'select id from engagements where campaign_id = $1 and creator_id = $2',
    [campaignId, creatorId],
  );
  return found?.id;
}

/** Writes a message of a thread. */
export async function insertMessage(
  tx: Tx,
  message: { engagementId: EngagementId; id: string; authorId: AccountId; side: string; text: string; at: Date },
): Promise<void> {
  const { engagementId, id, authorId, side, text, at } = message;
  await execute(
    tx,
    `insert into engagement_messages (engagement_id, id, author_id, side, text, sent_at) values ($1, $2, $3, $4, $5, $6)`,
    [engagementId, id, authorId, side, text, at],
  );
}
