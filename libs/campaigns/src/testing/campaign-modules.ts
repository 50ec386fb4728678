import { Module } from '@nestjs/common';
import { ClicksModule } from '@moments/attribution';
import { IdentityModule } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { randomBytes } from 'node:crypto';
import { CampaignsJobsModule } from '../campaigns-jobs.module.js';
import { CampaignsModule } from '../campaigns.module.js';
import { OpenStrikes } from '../open-strikes.js';

class NoStrikes extends OpenStrikes {
  of(): Promise<Map<AccountId, number>> {
    return Promise.resolve(new Map<AccountId, number>());
  }
}

class NoStrikesModule {}
Module({})(NoStrikesModule);

/** The modules of a process in which nothing counts against anybody. */
export const campaignModules = () => [
  IdentityModule,
  ClicksModule.forRoot({ secrets: [randomBytes(32)] }),
  {
    module: NoStrikesModule,
    global: true,
    providers: [{ provide: OpenStrikes, useClass: NoStrikes }],
    exports: [OpenStrikes],
  },
  CampaignsModule,
  CampaignsJobsModule,
];
