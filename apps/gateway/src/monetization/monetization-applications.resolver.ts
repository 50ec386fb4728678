import type { OnModuleInit } from '@nestjs/common';
import { Args, ArgsType, Context, Field, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AccountsQueries, type AccountView, requireRole } from '@moments/identity';
import { type AccountId, emptyPage, NotFound, pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { DecidingService, MonetizationQueries, type MonetizationStatus } from '@moments/rewards';
import { toAccountType } from '../accounts/account.mapper.js';
import { AccountType } from '../accounts/account.types.js';
import { batched } from '../graphql/batched.js';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { asNodes, forOperators, NodeRegistry } from '../graphql/node-registry.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { Needs, SignedIn } from '../graphql/viewer.js';
import { OperatorQueryType } from '../operator/operator.types.js';
import { MonetizationApplicationConnection, MonetizationApplicationType } from './monetization-application.types.js';
import { MonetizationLoader } from './monetization.loader.js';
import { toApplicationType } from './monetization.mapper.js';
import {
  MonetizationPayload,
  MonetizationStandingInput,
  MonetizationStatusEnum,
  RequirementReasonInput,
  RequirementType,
} from './monetization.types.js';

@ArgsType()
class ApplicationsArgs extends PagingArgs {
  @Field(() => MonetizationStatusEnum, { nullable: true, defaultValue: 'IN_REVIEW' })
  status?: MonetizationStatus | null;
}

@ArgsType()
class DecideMonetizationArgs {
  @Field(() => ID) applicationId!: string;
  @Field(() => Boolean) approve!: boolean;
  @Field(() => String, { nullable: true, description: 'Needed for a refusal.' }) reason?: string | null;
  @Field(() => [RequirementReasonInput], {
    nullable: true,
    description: 'Of a refusal: what single requirements lack.',
  })
  requirementReasons?: RequirementReasonInput[] | null;
}

/** Who would like to earn, and what operators say to that. */
@Resolver(() => OperatorQueryType)
export class MonetizationApplicationsResolver implements OnModuleInit {
  constructor(
    private readonly queries: MonetizationQueries,
    private readonly deciding: DecidingService,
    private readonly monetization: MonetizationLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    const read = forOperators<'monetizationApplication'>(async (ids) =>
      asNodes(await this.queries.byIds(ids), toApplicationType),
    );
    this.nodes.registerAll('monetizationApplication', read);
  }

  @ResolveField(() => MonetizationApplicationConnection, { description: 'The longest waiting first.' })
  async monetizationApplications(
    @SignedIn() viewer: SignedInViewer,
    @Args() { status, ...paging }: ApplicationsArgs,
  ): Promise<Connection<MonetizationApplicationType>> {
    requireRole(viewer, 'OPERATOR');
    const asked = status ?? 'IN_REVIEW';
    const window = pageWindow(paging, readTimePosition);
    const page = asked === 'NOT_APPLIED' ? emptyPage : await this.queries.applications(asked, window);
    return toConnection(page, { node: toApplicationType, cursor: timeCursor, after: paging.after });
  }

  @Needs('OPERATOR')
  @Mutation(() => MonetizationPayload, {
    description: 'Approves or refuses an application. Who is approved earns from that business day on.',
  })
  async decideMonetization(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args() { applicationId, ...decision }: DecideMonetizationArgs,
  ): Promise<MonetizationPayload> {
    const id = readId('monetizationApplication', applicationId, ['applicationId']);
    const { accountId } = await this.deciding.decide({ ...decision, applicationId: id, by });
    return { monetization: await this.monetization.fresh(context, accountId) };
  }

  @Needs('OPERATOR')
  @Mutation(() => MonetizationPayload, {
    description: 'From this business day on the account earns nothing, and nothing is paid out to it.',
  })
  async suspendMonetization(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('input') { reason, ...input }: MonetizationStandingInput,
  ): Promise<MonetizationPayload> {
    const accountId = readId('account', input.accountId, ['accountId']);
    await this.deciding.suspend({ accountId, reason, by });
    return { monetization: await this.monetization.fresh(context, accountId) };
  }

  @Needs('OPERATOR')
  @Mutation(() => MonetizationPayload, { description: 'Ends a suspension, from this business day on.' })
  async liftMonetization(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId: by }: SignedInViewer,
    @Args('input') { reason, ...input }: MonetizationStandingInput,
  ): Promise<MonetizationPayload> {
    const accountId = readId('account', input.accountId, ['accountId']);
    await this.deciding.lift({ accountId, reason, by });
    return { monetization: await this.monetization.fresh(context, accountId) };
  }
}

@Resolver(() => MonetizationApplicationType)
export class MonetizationApplicationResolver {
  private readonly accounts = batched<AccountId, AccountView>((ids) => this.accountsQueries.byIds(ids));

  constructor(
    private readonly accountsQueries: AccountsQueries,
    private readonly monetization: MonetizationLoader,
  ) {}

  @ResolveField(() => AccountType)
  async account(
    @Parent() { accountId }: MonetizationApplicationType,
    @Context() context: GraphqlContext,
  ): Promise<AccountType> {
    const account = await this.accounts.load(context, accountId);
    if (!account) throw new NotFound('account');
    return toAccountType(account);
  }

  @ResolveField(() => [RequirementType], { description: 'As they stand now.' })
  requirements(
    @Parent() { view }: MonetizationApplicationType,
    @Context() context: GraphqlContext,
  ): Promise<RequirementType[]> {
    return this.monetization.requirements(context, view);
  }
}
