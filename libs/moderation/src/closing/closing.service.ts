import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, type CommentId, type MomentId } from '@moments/kernel';
import { Database, execute, rows, type Tx } from '@moments/platform';
import { closeGone } from '../cases/cases.store.js';
import { type Subject, type SubjectColumns, subjectOf } from '../domain/subject.js';
import { lockSubject } from '../subjects/subjects.store.js';

const batchSize = 500;

/** Ends cases whose subject has gone, and forgets what people wrote. Doing it again, or going on after a break, is safe. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Closes the case of a removed comment, and those of the replies that are hidden with it. */
  async commentGone({ commentId, momentId }: { commentId: CommentId; momentId: MomentId }): Promise<void> {
    await this.close({ kind: 'comment', id: commentId });
    await this.closeAll(`moment_id = $2 and ${answers('root.id')}`, [commentId, momentId]);
  }

  /** Closes the cases of a removed moment and of the comments under it. */
  async momentGone(momentId: MomentId): Promise<void> {
    await this.closeAll('moment_id = $1', [momentId]);
  }

  /**
   * Closes the cases of whatever a deleted account has made, and of what others replied to that; forgets its own words,
   * what was said to it and about it, and that it was this account that reported what it reported. Decisions stay, under
   * bare ids.
   */
  async accountGone(accountId: AccountId): Promise<void> {
    await this.closeAll('author_id = $1', [accountId]);
    await this.closeAll(answers('root.writer_id'), [accountId]);
    await this.inBatches((tx) => forgetReporter(tx, accountId));
    await this.inBatches((tx) => forgetWhatWasSaidAbout(tx, accountId));
    await this.database.transaction((tx) =>
      execute(
        tx,
        `update moderation_cases set message = case when message is not null then '' end,
                                     appeal = case when appeal is not null then '' end
          where author_id = $1`,
        [accountId],
      ),
    );
  }

  private async closeAll(which: string, ids: readonly (AccountId | CommentId | MomentId)[]): Promise<void> {
    const sql = `select subject_kind as "subjectKind", subject_id as "subjectId" from moderation_cases
                  where closed_at is null and ${which} order by id limit ${batchSize}`;
    for (;;) {
      const open = await this.database.transaction((tx) => rows<SubjectColumns>(tx, sql, ids));
      for (const columns of open) await this.close(subjectOf(columns));
      if (open.length < batchSize) return;
    }
  }

  private close(subject: Subject): Promise<void> {
    return this.database.transaction(async (tx) => {
      await lockSubject(tx, subject);
      await closeGone(tx, subject, this.clock.now());
    });
  }

  private async inBatches(forgetBatch: (tx: Tx) => Promise<number>): Promise<void> {
    while ((await this.database.transaction(forgetBatch)) > 0);
  }
}

/**
 * The condition that a case is about a reply to a comment of which a column is `$1`. Comments are read here, never
 * written: one by one by their keys, for few cases are open.
 */
const answers = (column: 'root.id' | 'root.writer_id'): string => `
  subject_kind = 'comment' and exists (
    select from comments as reply
      join comments as root on root.moment_id = reply.moment_id and root.id = reply.reply_to_id
     where reply.moment_id = moderation_cases.moment_id and reply.id = subject_id and ${column} = $1 offset 0)`;

const forgetReporter = (tx: Tx, accountId: AccountId): Promise<number> =>
  execute(
    tx,
    `update reports set reporter_id = null, comment = null
      where id in (select id from reports where reporter_id = $1 order by id limit $2 for update)`,
    [accountId, batchSize],
  );

const forgetWhatWasSaidAbout = (tx: Tx, accountId: AccountId): Promise<number> =>
  execute(
    tx,
    `update reports set comment = null
      where id in (select reports.id from moderation_cases as cases join reports on reports.case_id = cases.id
                    where cases.author_id = $1 and reports.comment is not null
                    order by reports.id limit $2 for update of reports)`,
    [accountId, batchSize],
  );
