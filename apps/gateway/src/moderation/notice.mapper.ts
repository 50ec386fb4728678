import type { ReportReason } from '@moments/kernel';
import type { Rejection } from '@moments/moments';
import type { Locale } from '../graphql/locale.js';
import { translate } from '../graphql/messages/translate.js';
import type { ModerationNoticeType } from './moderation.types.js';

/** What is told when the moderator added no words; translated under `rejected_spam` and so on. */
const sentences: Readonly<Record<ReportReason, string>> = {
  SPAM: 'This was taken away because it is spam.',
  NUDITY: 'This was taken away because it shows nudity or sexual content.',
  VIOLENCE: 'This was taken away because it shows or calls for violence.',
  HATE: 'This was taken away because it attacks people for who they are.',
  FRAUD: 'This was taken away because it deceives people.',
  COPYRIGHT: 'This was taken away because it uses somebody else’s work without permission.',
  MISLEADING_PRODUCT: 'This was taken away because it shows a product as something that it is not.',
  OTHER: 'This was taken away because it breaks the rules of the community.',
};

/** A decision as its author is told, in their language where the words are ours. */
export function toNotice({ reason, message, appealable }: Rejection, locale: Locale): ModerationNoticeType {
  const standard = { reason: `rejected_${reason.toLowerCase()}`, message: sentences[reason], params: {} };
  return { reason, message: message || translate(standard, locale), appealable };
}
