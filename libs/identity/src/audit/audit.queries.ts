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

const newest = statement(
  'identity.audit_log',
  `select id, at, actor_id as "actorId", action, subject, details from audit_log
    where $1::timestamptz is null or (at, id) < ($1, $2::uuid)
    order by at desc, id desc limit $3`,
);

/** The audit log as operators read it. */
@Injectable()
export class AuditQueries {
  constructor(private readonly database: Database) {}

  /** Everything that was done, newest first. */
  async page({ limit, after }: PageWindow<TimePosition>): Promise<Page<AuditEntryView, TimePosition>> {
    const parameters = [after?.at ?? null, after?.id ?? null, limit + 1];
    const found = await this.database.read<AuditEntryView>(newest, parameters);
    return pageOf(found, limit, (item) => ({ item, position: { at: item.at, id: item.id } }));
  }
}
