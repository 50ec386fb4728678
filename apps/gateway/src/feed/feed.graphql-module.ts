import { Module } from '@nestjs/common';
import { FeedModule } from '@moments/feed';
import { MomentsGraphqlModule } from '../moments/moments.graphql-module.js';
import { FeedResolver } from './feed.resolver.js';

@Module({ imports: [FeedModule, MomentsGraphqlModule], providers: [FeedResolver] })
export class FeedGraphqlModule {}
