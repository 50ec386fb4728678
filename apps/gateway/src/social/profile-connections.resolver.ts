import { Args, Context, ID, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { type AccountId, accountOf, emptyPage, pageWindow, readTimePosition, timeCursor } from '@moments/kernel';
import { FollowsService } from '@moments/social';
import { type Connection, toConnectionOf } from '../graphql/connection.js';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { PagingArgs } from '../graphql/paging.args.js';
import { SignedIn } from '../graphql/viewer.js';
import { ProfileType } from '../profiles/profile.types.js';
import { ProfilesLoader } from '../profiles/profiles.loader.js';
import { SightLoader } from '../sight/sight.loader.js';
import { SocialLoader } from './social.loader.js';
import { ProfileConnection, ProfilePayload } from './social.types.js';

/** How profiles are connected. */
@Resolver(() => ProfileType)
export class ProfileConnectionsResolver {
  constructor(
    private readonly follows: FollowsService,
    private readonly loader: SocialLoader,
    private readonly sight: SightLoader,
    private readonly profiles: ProfilesLoader,
  ) {}

  @ResolveField(() => Int)
  async followersCount({ accountId }: ProfileType, _: unknown, context: GraphqlContext): Promise<number> {
    return (await this.sight.ties(context, accountId)).followers;
  }

  @ResolveField(() => Int)
  async followingCount({ accountId }: ProfileType, _: unknown, context: GraphqlContext): Promise<number> {
    return (await this.sight.ties(context, accountId)).following;
  }

  @ResolveField(() => Int, { description: 'On all of their moments.' })
  async likesReceivedCount({ accountId }: ProfileType, _: unknown, context: GraphqlContext): Promise<number> {
    return (await this.sight.ties(context, accountId)).likesReceived;
  }

  @ResolveField(() => Boolean)
  async isFollowedByMe({ accountId }: ProfileType, _: unknown, context: GraphqlContext): Promise<boolean> {
    return (await this.sight.ties(context, accountId)).followedByViewer;
  }

  @ResolveField(() => ProfileConnection, { description: 'Who follows, newest first.' })
  async followers(
    @Context() context: GraphqlContext,
    @Parent() { accountId, shell }: ProfileType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<ProfileType>> {
    const window = pageWindow(paging, readTimePosition);
    const page = shell ? emptyPage : await this.loader.followers(context, accountId, window);
    return toConnectionOf(page, {
      find: (id) => this.profiles.get(context, id),
      cursor: timeCursor,
      after: paging.after,
    });
  }

  @ResolveField(() => ProfileConnection, { description: 'Whom they follow, newest first.' })
  async following(
    @Context() context: GraphqlContext,
    @Parent() { accountId, shell }: ProfileType,
    @Args() paging: PagingArgs,
  ): Promise<Connection<ProfileType>> {
    const window = pageWindow(paging, readTimePosition);
    const page = shell ? emptyPage : await this.loader.following(context, accountId, window);
    return toConnectionOf(page, {
      find: (id) => this.profiles.get(context, id),
      cursor: timeCursor,
      after: paging.after,
    });
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

  /** The deed has just found the profile fit to be shown to this viewer. */
  private async asItStands(
    context: GraphqlContext,
    { accountId }: SignedInViewer,
    followeeId: AccountId,
  ): Promise<ProfilePayload> {
    this.sight.forget(context, accountId, followeeId);
    return { profile: await this.profiles.author(context, followeeId) };
  }
}
