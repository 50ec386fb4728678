import type { ProfileView } from '@moments/identity';
import { profileOf, toGlobalId } from '@moments/kernel';
import { ProfileType } from './profile.types.js';

export const toProfileType = ({ id, handle, displayName, bio, badges }: ProfileView): ProfileType =>
  Object.assign(new ProfileType(), {
    id: toGlobalId('profile', profileOf(id)),
    handle,
    displayName,
    bio,
    badges,
    accountId: id,
  });
