import type { ProfileView } from '@moments/identity';
import { profileOf, toGlobalId } from '@moments/kernel';
import { toImageType } from '../moments/image.mapper.js';
import { ProfileType } from './profile.types.js';

/** What is left of a profile for somebody who has blocked it: enough to know it by, and to unblock it. */
export const toShell = (profile: ProfileView): ProfileType =>
  Object.assign(toProfileType({ ...profile, bio: '', badges: [] }), { shell: true });

export const toProfileType = ({ id, handle, displayName, bio, avatar, badges }: ProfileView): ProfileType =>
  Object.assign(new ProfileType(), {
    id: toGlobalId('profile', profileOf(id)),
    handle,
    displayName,
    bio,
    avatar: avatar ? toImageType(avatar) : undefined,
    badges,
    accountId: id,
  });
