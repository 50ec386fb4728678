import { Injectable } from '@nestjs/common';
import { addDays, type BusinessDay } from '@moments/kernel';
import { Database, execute, rows, statement } from '@moments/platform';

/* Looked up in the catalogue's table: `to_regclass` answers out of a cache that may not know yet what others have made. */
const exists = statement(
  'views.partition-exists',
  `select exists (select from pg_inherits join pg_class as child on child.oid = inhrelid
                   where inhparent = 'view_events'::regclass and child.relname = $1) as found`,
);

const partitions = statement(
  'views.partitions',
  `select child.relname as name
     from pg_inherits join pg_class as child on child.oid = inhrelid
    where inhparent = 'view_events'::regclass order by 1`,
);

const nameOf = (day: BusinessDay): string => `view_events_${day.replaceAll('-', '')}`;

/** The business days of `view_events`: each is a table of its own, made ahead and dropped whole. */
@Injectable()
export class ViewPartitions {
  private readonly known = new Set<BusinessDay>();

  constructor(private readonly database: Database) {}

  /** Makes the partitions of these days unless they are there; costs nothing for a day met before. */
  async ensure(wanted: Iterable<BusinessDay>): Promise<void> {
    for (const day of new Set(wanted)) {
      if (this.known.has(day)) continue;
      const [partition] = await this.database.read<{ found: boolean }>(exists, [nameOf(day)]);
      if (!partition?.found) await this.create(day);
      this.known.add(day);
    }
  }

  /** Whether there are partitions of days before this one. */
  async reachBefore(day: BusinessDay): Promise<boolean> {
    const all = await this.database.read<{ name: string }>(partitions);
    return all.some(({ name }) => name < nameOf(day));
  }

  /** Drops every partition of a day before this one and gives their names. */
  async dropBefore(day: BusinessDay): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      const all = await rows<{ name: string }>(tx, partitions);
      const old = all.map(({ name }) => name).filter((name) => name < nameOf(day));
      // Dropping locks the whole table: rather another time than keeping everybody waiting behind a long read.
      await execute(tx, `set local lock_timeout = '3s'`);
      for (const name of old) await execute(tx, `drop table ${name}`);
      return old;
    });
  }

  private async create(day: BusinessDay): Promise<void> {
    await this.database.transaction(async (tx) => {
      await execute(tx, `select pg_advisory_xact_lock(hashtextextended('view_events partitions', 0))`);
      const [partition] = await rows<{ found: boolean }>(tx, exists.text, [nameOf(day)]);
      if (partition?.found) return;
      // Made beside the table and attached: that lets inserts into other days go on, unlike "partition of".
      await execute(tx, `create table ${nameOf(day)} (like view_events including all)`);
      await execute(
        tx,
        `alter table view_events attach partition ${nameOf(day)} for values from ('${day}') to ('${addDays(day, 1)}')`,
      );
    });
  }
}
