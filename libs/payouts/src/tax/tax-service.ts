import type { BusinessDay } from '@moments/kernel';

/** What the tax service knows of people. */
export abstract class TaxService {
  /** Whether somebody pays the tax on professional income (is self-employed) on a day. Throws `TaxServiceAway`. */
  abstract isSelfEmployed(inn: string, on: BusinessDay): Promise<boolean>;
}
