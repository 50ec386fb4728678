import { type AccountId, type CommentId, type MomentId, profileOf, toGlobalId } from '@moments/kernel';

/** What can be reported. A profile goes by its account's id, as everywhere below the gateway. */
export type Subject =
  | { readonly kind: 'moment'; readonly id: MomentId }
  | { readonly kind: 'comment'; readonly id: CommentId }
  | { readonly kind: 'profile'; readonly id: AccountId };

/** A subject as storage has it. */
export interface SubjectColumns {
  subjectKind: Subject['kind'];
  subjectId: string;
}

/** The subject of a stored row. */
export function subjectOf({ subjectKind, subjectId }: SubjectColumns): Subject {
  switch (subjectKind) {
    case 'moment':
      return { kind: subjectKind, id: subjectId as MomentId };
    case 'comment':
      return { kind: subjectKind, id: subjectId as CommentId };
    case 'profile':
      return { kind: subjectKind, id: subjectId as AccountId };
  }
}

/** How a subject is called outside. */
export function globalIdOf(subject: Subject): string {
  switch (subject.kind) {
    case 'moment':
      return toGlobalId('moment', subject.id);
    case 'comment':
      return toGlobalId('comment', subject.id);
    case 'profile':
      return toGlobalId('profile', profileOf(subject.id));
  }
}
