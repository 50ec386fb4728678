import { Injectable } from '@nestjs/common';
import { Clock } from '@moments/kernel';
import { Events, Settings } from '@moments/platform';

/** What a close needs besides. */
@Injectable()
export class ClosingServices {
  constructor(
    readonly settings: Settings,
    readonly events: Events,
    readonly clock: Clock,
  ) {}
}
