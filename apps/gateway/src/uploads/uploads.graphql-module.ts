import { Module } from '@nestjs/common';
import { MediaModule } from '@moments/media';
import { GraphqlContextModule } from '../graphql/graphql.module.js';
import { UploadsLoader } from './uploads.loader.js';
import { UploadsResolver } from './uploads.resolver.js';

@Module({ imports: [GraphqlContextModule, MediaModule], providers: [UploadsResolver, UploadsLoader] })
export class UploadsGraphqlModule {}
