import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { IdentityModule } from '@moments/identity';
import { MediaModule } from '@moments/media';
import { MomentLifecycle } from './moment-lifecycle.js';
import { MomentProcessing } from './moment-processing.js';
import { MomentAssetEntity, MomentEntity } from './moment.entity.js';
import { MomentsModeration } from './moments-moderation.js';
import { MomentsPublishing } from './moments-publishing.js';
import { MomentsQueries } from './moments.queries.js';
import { MomentsService } from './moments.service.js';
import { ProductCardsQueries } from './product-cards/product-cards.queries.js';

const services = [
  MomentsService,
  MomentsQueries,
  MomentLifecycle,
  MomentProcessing,
  MomentsModeration,
  MomentsPublishing,
  ProductCardsQueries,
];

/** Posts, from their making to their end. */
@Module({
  imports: [TypeOrmModule.forFeature([MomentEntity, MomentAssetEntity]), IdentityModule, MediaModule],
  providers: services,
  exports: services,
})
export class MomentsModule {}
