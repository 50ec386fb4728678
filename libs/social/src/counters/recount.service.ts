import { Injectable } from '@nestjs/common';
import type { AccountId, MomentId } from '@moments/kernel';
import { Database, execute, statement } from '@moments/platform';

/** Counters that do not tell what their rows tell. */
export interface CounterDrift {
  moments: MomentId[];
  profiles: AccountId[];
}

// Removed comments do not count, nor do the replies that went out of sight with theirs.
const countedComments = `
  select comments.moment_id, count(*)::int as comments
    from comments left join comments as root on root.moment_id = comments.moment_id and root.id = comments.reply_to_id
   where comments.removed_at is null and root.removed_at is null`;

// One statement sees one moment in time, so rows and counters that change together agree.
const driftedMoments = statement(
  'social.drifted-moments',
  `with counted as (
     select moment_id, sum(likes)::int as likes, sum(comments)::int as comments,
            sum(shares)::int as shares, sum(saves)::int as saves
       from (select moment_id, count(*) as likes, 0 as comments, 0 as shares, 0 as saves from likes group by moment_id
              union all select moment_id, 0, comments, 0, 0 from (${countedComments} group by comments.moment_id) as said
              union all select moment_id, 0, 0, count(*), 0 from shares group by moment_id
              union all select moment_id, 0, 0, 0, count(*) from saves group by moment_id) as facts
      group by moment_id)
   select coalesce(counters.moment_id, counted.moment_id) as id
     from moment_counters as counters full join counted using (moment_id)
    where counters.closed_at is null
      and (coalesce(counters.likes, 0), coalesce(counters.comments, 0), coalesce(counters.shares, 0), coalesce(counters.saves, 0))
       <> (coalesce(counted.likes, 0), coalesce(counted.comments, 0), coalesce(counted.shares, 0), coalesce(counted.saves, 0))
    order by 1`,
);

const driftedProfiles = statement(
  'social.drifted-profiles',
  `with counted as (
     select account_id, sum(followers)::int as followers, sum(following)::int as following, sum(likes)::int as likes
       from (select followee_id as account_id, 1 as followers, 0 as following, 0 as likes from follows
              union all select follower_id, 0, 1, 0 from follows
              union all select author_id, 0, 0, likes from moment_counters) as facts
      group by account_id)
   select coalesce(counters.account_id, counted.account_id) as id
     from profile_counters as counters full join counted using (account_id)
    where counters.closed_at is null
      and (coalesce(counters.followers, 0), coalesce(counters.following, 0), coalesce(counters.likes_received, 0))
       <> (coalesce(counted.followers, 0), coalesce(counted.following, 0), coalesce(counted.likes, 0))
    order by 1`,
);

const openMoment = `
  insert into moment_counters (moment_id, author_id) select id, author_id from moments where id = $1 on conflict do nothing`;
const lockMoment = 'select from moment_counters where moment_id = $1 for update';
const countMoment = `
  update moment_counters
     set likes = (select count(*) from likes where likes.moment_id = $1),
         comments = coalesce((select comments from (${countedComments} and comments.moment_id = $1
                                                     group by comments.moment_id) as said), 0),
         shares = (select count(*) from shares where shares.moment_id = $1),
         saves = (select count(*) from saves where saves.moment_id = $1)
   where moment_id = $1 and closed_at is null`;

const openProfile = 'insert into profile_counters (account_id) values ($1) on conflict do nothing';
const lockProfile = 'select from profile_counters where account_id = $1 for update';
const countProfile = `
  update profile_counters
     set followers = (select count(*) from follows where followee_id = $1),
         following = (select count(*) from follows where follower_id = $1),
         likes_received = (select coalesce(sum(likes), 0) from moment_counters where author_id = $1)
   where account_id = $1 and closed_at is null`;

/** Proves that the counters equal their rows, and mends those that do not. For operators: it reads every row. */
@Injectable()
export class RecountService {
  constructor(private readonly database: Database) {}

  /** What is off; nothing unless somebody has written past this lib. Closed moments and accounts are no longer counted. */
  async drift(): Promise<CounterDrift> {
    const [moments, profiles] = await Promise.all([
      this.database.readAtLength<{ id: MomentId }>(driftedMoments),
      this.database.readAtLength<{ id: AccountId }>(driftedProfiles),
    ]);
    return { moments: moments.map(({ id }) => id), profiles: profiles.map(({ id }) => id) };
  }

  /** Counts anew what is off and gives what it was. Runs beside living traffic. */
  async mend(): Promise<CounterDrift> {
    const drift = await this.drift();
    for (const id of drift.moments) await this.recount(id, [openMoment, lockMoment, countMoment]);
    // Profiles add up their moments' counters, so they are judged after those are right.
    const { profiles } = await this.drift();
    for (const id of profiles) await this.recount(id, [openProfile, lockProfile, countProfile]);
    return { moments: drift.moments, profiles };
  }

  /** The row is held before counting: whoever has written a like but not yet its counter adds to it after us. */
  private recount(id: MomentId | AccountId, [open, lock, count]: readonly [string, string, string]): Promise<void> {
    return this.database.transaction(async (tx) => {
      for (const sql of [open, lock, count]) await execute(tx, sql, [id]);
    });
  }
}
