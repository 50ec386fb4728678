import { Module } from '@nestjs/common';
import { MomentsModule } from '@moments/moments';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { ImageResolver } from './image.resolver.js';
import { MomentFieldsResolver } from './moment-fields.resolver.js';
import { MomentNodes } from './moment-nodes.js';
import { MomentsResolver } from './moments.resolver.js';

@Module({
  imports: [GraphqlContextModule, MomentsModule],
  providers: [MomentsResolver, MomentFieldsResolver, ImageResolver, MomentNodes],
  exports: [MomentNodes],
})
export class MomentsGraphqlModule {}
