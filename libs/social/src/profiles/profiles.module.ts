import { Module } from '@nestjs/common';
import { IdentityModule } from '@moments/identity';
import { MediaModule } from '@moments/media';
import { AvatarsService } from './avatars.service.js';
import { ProfileUpdates } from './profile-updates.service.js';

/** What people show of themselves, pictures included. */
@Module({
  imports: [IdentityModule, MediaModule],
  providers: [AvatarsService, ProfileUpdates],
  exports: [AvatarsService, ProfileUpdates],
})
export class SocialProfilesModule {}
