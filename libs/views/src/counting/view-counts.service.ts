import { Injectable } from '@nestjs/common';
import { Database, rows } from '@moments/platform';

const reportsPerFold = 5_000;

/*
 * Deleting and adding in one transaction makes the counters exact whatever is interrupted. Reports that somebody else is
 * folding are left to them; counters are written in order, so that two who fold at once do not deadlock.
 */
const fold = `
  with taken as (
    delete from uncounted_views
     where id in (select id from uncounted_views order by id limit $1 for update skip locked)
    returning moment_ids
  ), counted as (
    select moment_id, count(*) as views from taken cross join unnest(moment_ids) as moment_id group by moment_id
  ), added as (
    insert into moment_view_counters as counters (moment_id, views)
    select moment_id, views from counted order by moment_id
    on conflict (moment_id) do update set views = counters.views + excluded.views
  )
  select count(*)::int as reports from taken`;

/** Adds what has been stored since to the public counters. */
@Injectable()
export class ViewCountsService {
  constructor(private readonly database: Database) {}

  /** Counts everything that is not counted yet; any number of processes may do so at once. */
  async countNew(): Promise<void> {
    for (let reports = reportsPerFold; reports === reportsPerFold;) {
      reports = await this.database.transaction(async (tx) => {
        const [folded] = await rows<{ reports: number }>(tx, fold, [reportsPerFold]);
        return folded?.reports ?? 0;
      });
    }
  }
}
