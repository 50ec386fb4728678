import type { AccountId, MomentId } from '@moments/kernel';
import { execute, rows, type Tx } from '@moments/platform';
import { globalIdOf, type Subject } from '../domain/subject.js';

/** Whose a subject is, and which moment it belongs to. */
export interface SubjectOwner {
  authorId: AccountId;
  momentId: MomentId | null;
}

/** Held until the transaction ends: reports, decisions and the end of one subject come one after another. */
export async function lockSubject(tx: Tx, subject: Subject): Promise<void> {
  await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`moderation:${globalIdOf(subject)}`]);
}

/** What a block hides is not there for the blocked; whoever has blocked somebody may still report what they have seen. */
const shown = (owner: string): string =>
  `not exists (select from blocks where blocker_id = ${owner} and blocked_id = $2)`;

// They read what other libs have written, never change it. The row is held, so that whoever is just taking it away
// waits and then finds the case.
const owners: Record<Subject['kind'], string> = {
  moment: `
    select author_id as "authorId", id as "momentId" from moments
     where id = $1 and status = 'PUBLISHED' and ${shown('author_id')} for share`,
  comment: `
    select comments.writer_id as "authorId", comments.moment_id as "momentId"
      from comments join moments on moments.id = comments.moment_id
     where comments.id = $1 and comments.removed_at is null and moments.status = 'PUBLISHED'
       and not exists (select from comments as root where root.moment_id = comments.moment_id
                          and root.id = comments.reply_to_id and root.removed_at is not null)
       and ${shown('comments.writer_id')} and ${shown('moments.author_id')}
       for share`,
  profile: `
    select id as "authorId", null as "momentId" from profiles
     where id = $1 and erased_at is null and ${shown('id')} for share`,
};

/** Whose a subject is, when the account may see it, or has seen it before blocking its owner. */
export async function ownerOfShown(tx: Tx, subject: Subject, accountId: AccountId): Promise<SubjectOwner | undefined> {
  const [owner] = await rows<SubjectOwner>(tx, owners[subject.kind], [subject.id, accountId]);
  return owner;
}

const there = {
  comment: 'select from comments where id = $1 and removed_at is null',
  profile: 'select from profiles where id = $1 and erased_at is null',
};

/** Whether a comment or profile has not been taken away. */
export async function stillThere(tx: Tx, { kind, id }: Exclude<Subject, { kind: 'moment' }>): Promise<boolean> {
  return (await rows(tx, there[kind], [id])).length > 0;
}
