import type { AccountId, MomentId } from '@moments/kernel';
import { type Database, statement } from '@moments/platform';

interface Engagement {
  likes: number;
  comments: number;
  shares: number;
  saves: number;
  /** Whether the account's own rows are there. */
  liked: boolean;
  saved: boolean;
  shared: boolean;
}

const stored = statement(
  'test.engagement',
  `select coalesce(likes, 0) as likes, coalesce(comments, 0) as comments,
          coalesce(shares, 0) as shares, coalesce(saves, 0) as saves,
          exists (select from likes where moment_id = $1 and account_id = $2) as liked,
          exists (select from saves where moment_id = $1 and account_id = $2) as saved,
          exists (select from shares where moment_id = $1 and account_id = $2) as shared
     from (select $1::uuid as moment_id) as asked left join moment_counters using (moment_id)`,
);

/** What is stored of a moment and of an account's deeds with it, as the tables have it. */
export async function engagementOf(
  { database }: { database: Database },
  { momentId, accountId }: { momentId: MomentId; accountId?: AccountId },
): Promise<Engagement | undefined> {
  const [found] = await database.read<Engagement>(stored, [momentId, accountId ?? null]);
  return found;
}
