import { Args, ID, Int, Mutation, Resolver } from '@nestjs/graphql';
import { type Feature, Rollout } from '@moments/identity';
import type { SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { Needs, SignedIn } from '../graphql/viewer.js';
import { FeatureEnum } from './account.types.js';

/** What operators open to whom. */
@Resolver()
export class RolloutResolver {
  constructor(private readonly rollout: Rollout) {}

  @Mutation(() => Boolean, {
    description:
      'Opens a feature in these regions (none: everywhere) to this share of accounts, and to the accounts named, ' +
      'whatever the rest says. Replaces what was set before; 0 percent and nobody named closes it.',
  })
  @Needs('OPERATOR')
  async setFeatureRollout(
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('feature', { type: () => FeatureEnum }) feature: Feature,
    @Args('regions', { type: () => [String] }) regions: string[],
    @Args('percent', { type: () => Int }) percent: number,
    @Args('accountIds', { type: () => [ID], nullable: true }) accountIds?: string[] | null,
  ): Promise<boolean> {
    const named = (accountIds ?? []).map((id, index) => readId('account', id, ['accountIds', String(index)]));
    await this.rollout.set({ feature, regions, percent, accountIds: named, by });
    return true;
  }
}
