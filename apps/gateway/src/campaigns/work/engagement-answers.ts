import { Injectable } from '@nestjs/common';
import { DisputesQueries } from '@moments/campaigns';
import { type EngagementId, NotFound } from '@moments/kernel';
import type { GraphqlContext } from '../../graphql/context.js';
import { CampaignNodes } from '../campaign-nodes.js';
import type { EngagementPayload } from '../engagement.types.js';

/** Engagements as mutations answer them: as they are now. */
@Injectable()
export class EngagementAnswers {
  constructor(
    private readonly nodes: CampaignNodes,
    private readonly disputes: DisputesQueries,
  ) {}

  /** Whoever has just changed it has a right to see it. */
  async of(context: GraphqlContext, id: EngagementId): Promise<EngagementPayload> {
    const view = (await this.disputes.judged([id])).get(id);
    if (!view) throw new NotFound('engagement', ['engagementId']);
    this.nodes.forget(context, view);
    return { engagement: this.nodes.toEngagement(view) };
  }
}
