import { Module } from '@nestjs/common';
import { MomentsModule } from '@moments/moments';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { ShareController } from './share.controller.js';
import { ShareLinks } from './share-links.js';

/** Links to moments, and the page that they lead to. */
@Module({
  imports: [GraphqlContextModule, MomentsModule],
  controllers: [ShareController],
  providers: [ShareLinks],
  exports: [ShareLinks],
})
export class SharingModule {}
