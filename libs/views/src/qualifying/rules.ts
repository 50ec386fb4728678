import { Injectable } from '@nestjs/common';
import { Settings } from '@moments/platform';
import type { QualifyingRules } from '../domain/qualify.js';
import { viewLimits } from '../views.settings.js';
import { qualifyingWatch } from './qualifying.settings.js';

/** The rules that views are counted by now; a closed day keeps those of its close. */
@Injectable()
export class Rules {
  constructor(private readonly settings: Settings) {}

  async current(): Promise<QualifyingRules> {
    const [watch, { seenAfterMs }] = await Promise.all([
      this.settings.get(qualifyingWatch),
      this.settings.get(viewLimits),
    ]);
    return { ...watch, seenAfterMs };
  }
}
