import { Args, Context, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type AccountId, accountOf, pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { BlocksQueries, BlocksService } from '@moments/social';
import { AccountType } from '../accounts/account.types.js';
import { type Connection, toConnectionOf } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { SignedIn } from '../graphql/viewer.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { SightLoader } from '../sight/sight.loader.js';
import { ProfileConnection, ProfilePayload } from './social.types.js';

/** Whom people want nothing to do with. */
@Resolver(() => ProfileType)
export class BlocksResolver {
  constructor(
    private readonly blocks: BlocksService,
    private readonly sight: SightLoader,
    private readonly profiles: ProfilesLoader,
  ) {}

  @ResolveField(() => Boolean, { description: 'Then nothing is left of the profile but its name, for you.' })
  async isBlockedByMe({ accountId }: ProfileType, _: unknown, context: GraphqlContext): Promise<boolean> {
    return (await this.sight.ties(context, accountId)).blockedByViewer;
  }

  @Mutation(() => ProfilePayload, {
    description: 'Neither sees the other any longer, anywhere, and neither follows the other; nobody is told.',
  })
  async block(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId: blockerId }: SignedInViewer,
    @Args('profileId', { type: () => ID }) id: string,
  ): Promise<ProfilePayload> {
    const blockedId = accountOf(readId('profile', id, ['profileId']));
    await this.blocks.block({ blockerId, blockedId });
    return this.asItStands(context, blockerId, blockedId);
  }

  @Mutation(() => ProfilePayload, { description: 'Both see each other again; who followed whom does not come back.' })
  async unblock(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId: blockerId }: SignedInViewer,
    @Args('profileId', { type: () => ID }) id: string,
  ): Promise<ProfilePayload> {
    const blockedId = accountOf(readId('profile', id, ['profileId']));
    await this.blocks.unblock({ blockerId, blockedId });
    return this.asItStands(context, blockerId, blockedId);
  }

  private async asItStands(context: GraphqlContext, viewerId: AccountId, other: AccountId): Promise<ProfilePayload> {
    this.sight.forget(context, viewerId, other);
    return { profile: await this.profiles.findShown(context, other) };
  }
}

@Resolver(() => AccountType)
export class BlockedProfilesResolver {
  constructor(
    private readonly blocks: BlocksQueries,
    private readonly profiles: ProfilesLoader,
  ) {}

  @ResolveField(() => ProfileConnection, { description: 'Whom you have blocked, last blocked first.' })
  async blockedProfiles(
    @Context() context: GraphqlContext,
    @Parent() { accountId }: AccountType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<ProfileType>> {
    const page = await this.blocks.blockedBy(accountId, pageWindow(paging, readTimePosition));
    return toConnectionOf(page, {
      find: (id) => this.profiles.findShown(context, id),
      cursor: timeCursor,
      after: paging.after,
    });
  }
}
