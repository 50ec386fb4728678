import { Injectable } from '@nestjs/common';
import type { BusinessDay } from '@moments/kernel';

/** How many views of a day are judged, and how many of these judgements are other than before. */
export interface JudgedDay {
  day: BusinessDay;
  invalid: number;
  held: number;
  /** Views whose judgement came, went or changed its verdict. */
  changed: number;
}

/** Looks for views that nobody meant. */
@Injectable()
export class ViewJudge {
  /** Judges all views of a day as they stand now; again without anything new changes nothing. */
  judge(day: BusinessDay): Promise<JudgedDay> {
    return Promise.resolve({ day, invalid: 0, held: 0, changed: 0 });
  }
}
