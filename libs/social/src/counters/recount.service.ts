import { Injectable } from '@nestjs/common';
import type { AccountId, MomentId } from '@moments/kernel';
import { Database, execute, rows, statement } from '@moments/platform';

/** Counters that do not tell what their rows tell. */
export interface CounterDrift {
  moments: MomentId[];
  profiles: AccountId[];
}

// One statement sees one moment in time, so rows and counters that change together agree.
const driftedMoments = statement(
  'social.drifted-moments',
  `with counted as (select moment_id, count(*)::int as likes from likes group by moment_id)
   select coalesce(counters.moment_id, counted.moment_id) as id
     from moment_counters as counters full join counted using (moment_id)
    where counters.closed_at is null and coalesce(counters.likes, 0) <> coalesce(counted.likes, 0)
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

const lockMoment = 'select from moment_counters where moment_id = $1 for update';
const recountMoment = `
  update moment_counters
     set likes = (select count(*) from likes where likes.moment_id = $1)
   where moment_id = $1 and closed_at is null`;

const lockProfile = 'select from profile_counters where account_id = $1 for update';
const recountProfile = `
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
    for (const id of drift.moments) await this.recount(id, lockMoment, recountMoment);
    // Profiles add up their moments' counters, so they are judged after those are right.
    const { profiles } = await this.drift();
    for (const id of profiles) await this.recount(id, lockProfile, recountProfile);
    return { moments: drift.moments, profiles };
  }

  private recount(id: MomentId | AccountId, lock: string, count: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      // Held before counting: whoever has written a row but not yet its counter adds to it after us.
      await rows(tx, lock, [id]);
      return execute(tx, count, [id]);
    });
  }
}
