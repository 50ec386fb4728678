import { Injectable } from '@nestjs/common';
import { type AccountId, type Page, pageOf, type PageWindow, type TimePosition } from '@moments/kernel';
import { Database, statement } from '@moments/platform';

/** What an operator or moderator did. */
export interface AuditEntryView {
  id: string;
  at: Date;
  /** Null when it was done from the command line. */
  actorId: AccountId | null;
  action: string;
  /** Global id of what it was done to. */
  subject: string | null;
  details: object;
}

// The first page starts after a position that nothing precedes, so that every page is the same walk along the index.
const beforeAll = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;
const newest = statement(
  'identity.audit_log',
  `select id, at, actor_id as "actorId", action, subject, details from audit_log
    where (at, id) < ($1::timestamptz, $2::uuid)
    order by at desc, id desc limit $3`,
);

/** The audit log as operators read it. */
@Injectable()
export class AuditQueries {
  constructor(private readonly database: Database) {}

  /** Everything that was done, newest first. */
  async page({ limit, after }: PageWindow<TimePosition>): Promise<Page<AuditEntryView, TimePosition>> {
    const start = after ? [after.at, after.id] : beforeAll;
    const found = await this.database.read<AuditEntryView>(newest, [...start, limit + 1]);
    return pageOf(found, limit, (item) => ({ item, position: { at: item.at, id: item.id } }));
  }
}
