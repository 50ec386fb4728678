/** Where a payout stands (`PayoutStatus` of the GraphQL contract). */
export const payoutStatuses = ['REQUESTED', 'APPROVED', 'SENT', 'PAID', 'RETURNED', 'REJECTED'] as const;
export type PayoutStatus = (typeof payoutStatuses)[number];

/** What may happen to a payout, and what it is afterwards. Whatever is not here cannot happen. */
const payoutTransitions = {
  REQUESTED: { approve: 'APPROVED', reject: 'REJECTED' },
  APPROVED: { send: 'SENT', reject: 'REJECTED' },
  // The bank says no before the money has left.
  SENT: { settle: 'PAID', refuse: 'REJECTED' },
  // The money has left and comes back.
  PAID: { giveBack: 'RETURNED' },
  RETURNED: {},
  REJECTED: {},
} as const satisfies Record<PayoutStatus, Readonly<Record<string, PayoutStatus>>>;

export type PayoutEvent = 'approve' | 'reject' | 'send' | 'settle' | 'refuse' | 'giveBack';

/** What a payout becomes; `undefined` when that cannot happen to it where it stands. */
export const afterEvent = (status: PayoutStatus, event: PayoutEvent): PayoutStatus | undefined =>
  (payoutTransitions[status] as Partial<Record<PayoutEvent, PayoutStatus>>)[event];

/** What a bank tells of a payment: executed, refused before it left, or come back after it. */
export type BankWord = 'settled' | 'refused' | 'returned';

/**
 * What a bank's word asks for where a payout stands: the events to carry out, in order; none when it is known already. What
 * comes before the word that it follows from brings that one along: money that has come back had left. `undefined` when the
 * word contradicts what is known: that is for people to find out.
 */
export function eventsOf(word: BankWord, status: PayoutStatus): readonly PayoutEvent[] | undefined {
  switch (status) {
    case 'REQUESTED':
    case 'APPROVED':
      return undefined;
    case 'SENT':
      return { settled: ['settle'], refused: ['refuse'], returned: ['settle', 'giveBack'] }[word] as PayoutEvent[];
    case 'PAID':
      return { settled: [], refused: undefined, returned: ['giveBack' as const] }[word];
    case 'RETURNED':
      // It was executed once, and is back: told again, or late.
      return word === 'refused' ? undefined : [];
    case 'REJECTED':
      return word === 'refused' ? [] : undefined;
  }
}
