import type { Feature } from '@moments/identity';

export const campaignKinds = ['CREATOR_ORDER'] as const;
/** The kinds that there are; each has rules of its own over the same engine. */
export type CampaignKind = (typeof campaignKinds)[number];

/** In what the kinds differ where the engine is the same. */
export interface CampaignRules {
  /** What has to be open to whoever makes, publishes or joins one. */
  readonly feature: Feature;
}

export const campaignRules = {
  CREATOR_ORDER: { feature: 'CREATOR_ORDERS' },
} as const satisfies Record<CampaignKind, CampaignRules>;
