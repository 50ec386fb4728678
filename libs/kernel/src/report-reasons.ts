/** Why something is reported, and why a moderator takes it away (`ReportReason` of the GraphQL contract). */
export const reportReasons = [
  'SPAM',
  'NUDITY',
  'VIOLENCE',
  'HATE',
  'FRAUD',
  'COPYRIGHT',
  'MISLEADING_PRODUCT',
  'OTHER',
] as const;

export type ReportReason = (typeof reportReasons)[number];
