import type { ReportReason } from '@moments/kernel';
import type { NotificationKind } from '@moments/notifications';

/** Forms by what `Intl.PluralRules` says of `{count}`; `other` for what has no form of its own. */
type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** What people did: `{a}` and `{b}` are names, `{count}` how many there are besides `{a}`. */
export interface ActedSentence {
  readonly one: string;
  readonly two: string;
  readonly more: Plural;
}

/** What the platform says; `because` when there is a `{reason}`. */
export interface ToldSentence {
  readonly plain: string;
  readonly because?: string;
}

/** Everything that notifications say, in one language. */
export interface Texts {
  /** A name when none can be shown. */
  readonly somebody: string;
  readonly reasons: Readonly<Record<ReportReason, string>>;
  readonly kinds: Readonly<Record<NotificationKind, ActedSentence | ToldSentence>>;
}
