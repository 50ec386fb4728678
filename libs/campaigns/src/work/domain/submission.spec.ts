import { describe, expect, it } from '@jest/globals';
import { newId, type ProductId } from '@moments/kernel';
import { type MomentStatus } from '@moments/moments';
import { publicationOf } from './publication.js';
import { checkSubmission } from './submission.js';

const [scarf, hat] = [newId<'product'>(), newId<'product'>()];
const ordered = {
  campaignId: newId<'campaign'>(),
  creatorId: newId<'account'>(),
  productIds: [scarf, hat],
  erid: 'Kra23f9vy',
};
const moment = {
  id: newId<'moment'>(),
  authorId: ordered.creatorId,
  status: 'DRAFT' as MomentStatus,
  productIds: new Set<ProductId>([hat, scarf]),
  campaignId: ordered.campaignId,
  disclosure: { advertiser: 'A shop', erid: ordered.erid },
};

describe('a moment that is handed in', () => {
  it('is the creator’s own, made for this order, ready, with every card, the label and its token', () => {
    expect(checkSubmission(moment, ordered)).toBe(moment);
  });

  it.each([
    ['that there is not', undefined, 'not_found'],
    ['of somebody else', { ...moment, authorId: newId<'account'>() }, 'not_found'],
    ['that is gone', { ...moment, status: 'REMOVED' as const }, 'not_found'],
    ['for another order', { ...moment, campaignId: newId<'campaign'>() }, 'moment_not_for_order'],
    ['for no order', { ...moment, campaignId: undefined, disclosure: undefined }, 'moment_not_for_order'],
    ['that is still being made', { ...moment, status: 'PROCESSING' as const }, 'moment_not_ready'],
    ['that is out already', { ...moment, status: 'PUBLISHED' as const }, 'moment_not_ready'],
    ['without a card', { ...moment, productIds: new Set([scarf]) }, 'moment_lacks_cards'],
    ['without the token', { ...moment, disclosure: { advertiser: 'A shop' } }, 'moment_lacks_label'],
    ['with another token', { ...moment, disclosure: { advertiser: 'A shop', erid: 'another1' } }, 'moment_lacks_label'],
  ])('is refused when it is one %s', (_, wrong, reason) => {
    expect(() => checkSubmission(wrong, ordered)).toThrow(expect.objectContaining({ reason }));
  });
});

describe('a moment that is to stay', () => {
  it.each([
    ['PUBLISHED', 'KEPT'],
    ['IN_REVIEW', 'WAITING'],
    ['DRAFT', 'WAITING'],
    ['PROCESSING', 'WAITING'],
    ['REJECTED', 'TAKEN_DOWN'],
    ['REMOVED', 'TAKEN_DOWN'],
    ['FAILED', 'TAKEN_DOWN'],
  ] as const)('is, while it is %s, %s', (status, outcome) => {
    expect(publicationOf({ ...moment, status }, ordered.productIds)).toBe(outcome);
  });

  it('is not kept without one of its cards, nor when there is none', () => {
    const bare = { status: 'PUBLISHED' as const, productIds: new Set([hat]) };
    expect(publicationOf(bare, ordered.productIds)).toBe('CARD_REMOVED');
    expect(publicationOf(undefined, ordered.productIds)).toBe('TAKEN_DOWN');
  });
});
