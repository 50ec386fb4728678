import { Module } from '@nestjs/common';
import { SocialModule } from '@moments/social';
import { SightLoader } from './sight.loader.js';

/** Who sees whom: for every context that shows profiles, or what belongs to somebody. */
@Module({ imports: [SocialModule], providers: [SightLoader], exports: [SightLoader] })
export class SightModule {}
