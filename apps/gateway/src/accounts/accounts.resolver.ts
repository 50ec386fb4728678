import type { OnModuleInit } from '@nestjs/common';
import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { AccountsQueries, AccountsService, Rollout, SessionsQueries } from '@moments/identity';
import { type AccountId, type SessionId, Unauthenticated } from '@moments/kernel';
import type { GraphqlContext, SignedInViewer, ViewerContext } from '../graphql/context.js';
import { asNodes, NodeRegistry } from '../graphql/node-registry.js';
import { SignedIn, Viewer } from '../graphql/viewer.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { toAccountType, toSessionType } from './account.mapper.js';
import { AccountPayload, AccountType, ChangePasswordInput, FeatureAccessType, SessionType } from './account.types.js';

/** One's own account: what it is, and what one does with it. */
@Resolver(() => AccountType)
export class AccountsResolver implements OnModuleInit {
  constructor(
    private readonly accounts: AccountsService,
    private readonly queries: AccountsQueries,
    private readonly sessionsQueries: SessionsQueries,
    private readonly rollout: Rollout,
    private readonly profiles: ProfilesLoader,
    private readonly nodes: NodeRegistry,
  ) {}

  onModuleInit(): void {
    this.nodes.registerAll('account', async (ids, { accountId, sessionId }) => {
      const own = ids.filter((id) => id === accountId);
      const accounts = own.length > 0 ? await this.queries.byIds(own) : new Map<never, never>();
      return asNodes(accounts, (account) => toAccountType(account, sessionId));
    });
  }

  @Query(() => AccountType, { nullable: true, description: 'The signed-in account; null when anonymous.' })
  async me(@Viewer() { accountId, sessionId }: ViewerContext): Promise<AccountType | undefined> {
    return accountId && this.find(accountId, sessionId);
  }

  @Mutation(() => AccountPayload, { description: 'Signs out every other device, too.' })
  async changePassword(
    @SignedIn() { accountId, sessionId }: SignedInViewer,
    @Context() { request }: GraphqlContext,
    @Args('input') input: ChangePasswordInput,
  ): Promise<AccountPayload> {
    await this.accounts.changePassword({ accountId, sessionId, address: request.address }, input);
    return { account: await this.find(accountId, sessionId) };
  }

  @Mutation(() => Boolean, {
    description: 'Erases what is personal, at once and for good; records of money stay, under a bare id.',
  })
  async deleteAccount(
    @SignedIn() { accountId, sessionId }: SignedInViewer,
    @Context() { request }: GraphqlContext,
    @Args('password') password: string,
  ): Promise<boolean> {
    await this.accounts.deleteAccount({ accountId, sessionId, address: request.address }, password);
    return true;
  }

  @ResolveField(() => ProfileType)
  profile(@Parent() { accountId }: AccountType, @Context() context: GraphqlContext): Promise<ProfileType> {
    return this.profiles.get(context, accountId);
  }

  @ResolveField(() => [FeatureAccessType], { description: 'What is open to you, for every feature there is.' })
  features(@Parent() { accountId, region }: AccountType): Promise<FeatureAccessType[]> {
    return this.rollout.features({ accountId, region });
  }

  @ResolveField(() => [SessionType], { description: 'Where you are signed in, used last first.' })
  async sessions(@Parent() { accountId, sessionId }: AccountType): Promise<SessionType[]> {
    return (await this.sessionsQueries.list(accountId)).map((session) => toSessionType(session, sessionId));
  }

  private async find(accountId: AccountId, sessionId?: SessionId): Promise<AccountType> {
    const account = (await this.queries.byIds([accountId])).get(accountId);
    if (!account) throw new Unauthenticated();
    return toAccountType(account, sessionId);
  }
}
