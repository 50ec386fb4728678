import { Module } from '@nestjs/common';
import { MediaModule } from '@moments/media';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { UploadsResolver } from './uploads.resolver.js';

@Module({ imports: [GraphqlContextModule, MediaModule], providers: [UploadsResolver] })
export class UploadsGraphqlModule {}
