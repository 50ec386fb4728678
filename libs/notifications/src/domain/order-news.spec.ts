import { describe, expect, it } from '@jest/globals';
import { campaignTransitions, engagementStatuses, engagementTransitions } from '@moments/campaigns';
import { newsOfCampaign, newsOfEngagement } from './order-news.js';

describe('what is told of an order', () => {
  it('is something, to somebody, of every way an engagement can go', () => {
    for (const from of engagementStatuses) {
      for (const to of Object.values(engagementTransitions[from])) {
        expect(newsOfEngagement({ from, to, endReason: null })?.to.length).toBeGreaterThan(0);
      }
    }
  });

  it('tells the seller of whoever comes, and the creator of being let in', () => {
    const news = (from: 'APPLIED' | 'INVITED' | null) => newsOfEngagement({ from, to: 'ACCEPTED', endReason: null });
    expect(news(null)).toEqual({ kind: 'ORDER_TAKEN', to: ['SELLER'] });
    expect(news('INVITED')).toEqual({ kind: 'ORDER_TAKEN', to: ['SELLER'] });
    expect(news('APPLIED')).toEqual({ kind: 'ORDER_ADMITTED', to: ['CREATOR'] });
  });

  it('does not tell a creator that they have left', () => {
    const left = newsOfEngagement({ from: 'APPLIED', to: 'CANCELLED', endReason: 'withdrawn' });
    expect(left?.to).toEqual(['SELLER']);
  });

  it('is something of every way a campaign can go', () => {
    const ways = Object.values(campaignTransitions).flatMap((transitions) => Object.values(transitions));
    for (const to of ways) expect(newsOfCampaign(to)).toBeDefined();
  });
});
