import { type DynamicModule, Module } from '@nestjs/common';
import { IdentityModule } from '../identity.module.js';
import { INTEGRATIONS_OPTIONS, type IntegrationsOptions } from './integrations.options.js';
import { IntegrationsQueries } from './integrations.queries.js';
import { IntegrationsService } from './integrations.service.js';

/** Which other systems may call us. Registered once, available everywhere. */
@Module({})
export class IntegrationsModule {
  static forRoot(options: IntegrationsOptions): DynamicModule {
    return {
      module: IntegrationsModule,
      global: true,
      imports: [IdentityModule],
      providers: [{ provide: INTEGRATIONS_OPTIONS, useValue: options }, IntegrationsQueries, IntegrationsService],
      exports: [IntegrationsQueries, IntegrationsService],
    };
  }
}
