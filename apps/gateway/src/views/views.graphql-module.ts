import { Module } from '@nestjs/common';
import { ViewsResolver } from './views.resolver.js';

@Module({ providers: [ViewsResolver] })
export class ViewsGraphqlModule {}
