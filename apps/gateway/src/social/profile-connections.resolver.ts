import { Args, Context, ID, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type AccountId,
  accountOf,
  type Page,
  pageWindow,
  readTimePosition,
  timeCursor,
  type TimePosition,
} from '@moments/kernel';
import { FollowsService } from '@moments/social';
import { type Connection, toConnection } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { SignedIn } from '../graphql/viewer.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { SocialLoader } from './social.loader.js';
import { ProfileConnection, ProfilePayload } from './social.types.js';

/** How profiles are connected. */
@Resolver(() => ProfileType)
export class ProfileConnectionsResolver {
  constructor(
    private readonly follows: FollowsService,
    private readonly loader: SocialLoader,
    private readonly profiles: ProfilesLoader,
  ) {}

  @ResolveField(() => Int)
  async followersCount({ accountId }: ProfileType, _: unknown, context: GraphqlContext): Promise<number> {
    return (await this.loader.connections(context, accountId)).followers;
  }

  @ResolveField(() => Int)
  async followingCount({ accountId }: ProfileType, _: unknown, context: GraphqlContext): Promise<number> {
    return (await this.loader.connections(context, accountId)).following;
  }

  @ResolveField(() => Int, { description: 'On all of their moments.' })
  async likesReceivedCount({ accountId }: ProfileType, _: unknown, context: GraphqlContext): Promise<number> {
    return (await this.loader.connections(context, accountId)).likesReceived;
  }

  @ResolveField(() => Boolean)
  async isFollowedByMe({ accountId }: ProfileType, _: unknown, context: GraphqlContext): Promise<boolean> {
    return (await this.loader.connections(context, accountId)).followedByViewer;
  }

  @ResolveField(() => ProfileConnection, { description: 'Who follows, newest first.' })
  async followers(
    @Context() context: GraphqlContext,
    @Parent() { accountId }: ProfileType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<ProfileType>> {
    const page = await this.loader.followers(context, accountId, pageWindow(paging, readTimePosition));
    return this.toProfiles(context, page, paging);
  }

  @ResolveField(() => ProfileConnection, { description: 'Whom they follow, newest first.' })
  async following(
    @Context() context: GraphqlContext,
    @Parent() { accountId }: ProfileType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<ProfileType>> {
    const page = await this.loader.following(context, accountId, pageWindow(paging, readTimePosition));
    return this.toProfiles(context, page, paging);
  }

  @Mutation(() => ProfilePayload, { description: 'Follows somebody; following them again changes nothing.' })
  async follow(
    @Context() context: GraphqlContext,
    @SignedIn() viewer: SignedInViewer,
    @Args('profileId', { type: () => ID }) id: string,
  ): Promise<ProfilePayload> {
    const followeeId = accountOf(readId('profile', id, ['profileId']));
    await this.follows.follow({ followerId: viewer.accountId, followeeId });
    return this.asItStands(context, viewer, followeeId);
  }

  @Mutation(() => ProfilePayload, { description: 'No longer follows somebody; who did not changes nothing.' })
  async unfollow(
    @Context() context: GraphqlContext,
    @SignedIn() viewer: SignedInViewer,
    @Args('profileId', { type: () => ID }) id: string,
  ): Promise<ProfilePayload> {
    const followeeId = accountOf(readId('profile', id, ['profileId']));
    await this.follows.unfollow({ followerId: viewer.accountId, followeeId });
    return this.asItStands(context, viewer, followeeId);
  }

  private async asItStands(
    context: GraphqlContext,
    { accountId }: SignedInViewer,
    followeeId: AccountId,
  ): Promise<ProfilePayload> {
    this.loader.forgetProfiles(context, accountId, followeeId);
    return { profile: await this.profiles.findShown(context, followeeId) };
  }

  private async toProfiles(
    context: GraphqlContext,
    { items, hasNextPage }: Page<AccountId, TimePosition>,
    { after }: PagingArgs,
  ): Promise<Connection<ProfileType>> {
    const profiles = await Promise.all(
      items.map(async ({ item, position }) => ({ item: await this.profiles.get(context, item), position })),
    );
    return toConnection({ items: profiles, hasNextPage }, { node: (profile) => profile, cursor: timeCursor, after });
  }
}
