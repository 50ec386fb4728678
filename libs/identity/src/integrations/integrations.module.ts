import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity.module.js';
import { IntegrationsQueries } from './integrations.queries.js';
import { IntegrationsService } from './integrations.service.js';

/** Which other systems may call us. Their secrets are sealed: it wants the `SealingModule` of platform beside it. */
@Module({
  imports: [IdentityModule],
  providers: [IntegrationsQueries, IntegrationsService],
  exports: [IntegrationsQueries, IntegrationsService],
})
export class IntegrationsModule {}
