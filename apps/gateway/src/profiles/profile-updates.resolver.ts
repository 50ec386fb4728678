import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { ProfileUpdates } from '@moments/social';
import type { GraphqlContext, SignedInViewer } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { SignedIn } from '../graphql/viewer.js';
import { ProfilePayload } from '../social/social.types.js';
import { UpdateProfileInput } from './profile.inputs.js';
import { ProfileType } from './profile.types.js';
import { ProfilesLoader } from './profiles.loader.js';

/** How people change their own profiles. */
@Resolver(() => ProfileType)
export class ProfileUpdatesResolver {
  constructor(
    private readonly updates: ProfileUpdates,
    private readonly profiles: ProfilesLoader,
  ) {}

  @Mutation(() => ProfilePayload, { description: 'Changes your profile: everything that is named, or nothing.' })
  async updateProfile(
    @Context() context: GraphqlContext,
    @SignedIn() { accountId }: SignedInViewer,
    @Args('input') { avatarUploadId, ...changes }: UpdateProfileInput,
  ): Promise<ProfilePayload> {
    await this.updates.update({
      ...changes,
      accountId,
      avatarUploadId: avatarUploadId == null ? avatarUploadId : readId('upload', avatarUploadId, ['avatarUploadId']),
    });
    this.profiles.forget(context, accountId);
    return { profile: await this.profiles.findShown(context, accountId) };
  }
}
