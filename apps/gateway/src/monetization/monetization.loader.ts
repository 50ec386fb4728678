import { Injectable } from '@nestjs/common';
import type { AccountId } from '@moments/kernel';
import { MonetizationQueries, type MonetizationView, type Requirement, Requirements } from '@moments/rewards';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';
import { toMonetizationType, toRequirementType } from './monetization.mapper.js';
import type { MonetizationType, RequirementType } from './monetization.types.js';

/** Where a request's accounts stand, and what it takes, read together. */
@Injectable()
export class MonetizationLoader {
  private readonly views = batched<AccountId, MonetizationView>((ids) => this.queries.of(ids));
  private readonly required = batched<AccountId, Requirement[]>((ids) => this.requirementsService.of(ids));

  constructor(
    private readonly queries: MonetizationQueries,
    private readonly requirementsService: Requirements,
  ) {}

  async get(context: GraphqlContext, accountId: AccountId): Promise<MonetizationType> {
    const view = await this.views.load(context, accountId);
    return toMonetizationType(view ?? { accountId, status: 'NOT_APPLIED', requirementReasons: {} });
  }

  /** After a decision or an application: as it stands now. */
  fresh(context: GraphqlContext, accountId: AccountId): Promise<MonetizationType> {
    this.views.clear(context, accountId);
    this.required.clear(context, accountId);
    return this.get(context, accountId);
  }

  async requirements(
    context: GraphqlContext,
    { accountId, requirementReasons }: Pick<MonetizationView, 'accountId' | 'requirementReasons'>,
  ): Promise<RequirementType[]> {
    const required = (await this.required.load(context, accountId)) ?? [];
    return required.map((each) => toRequirementType(each, requirementReasons[each.code]));
  }
}
