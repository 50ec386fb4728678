import { addDays, type BusinessDay, startOfBusinessDay } from '@moments/kernel';
import { type Database, statement } from '@moments/platform';

/* A view is stored a moment before its transaction ends: what was on its way at the judgement counts as new. */
const judgedForGood = statement(
  'views.judged-for-good',
  `select exists (
     select from view_judged_days as judged
      where judged.day = $1 and judged.judged_at >= $2
        and not exists (select from view_events as events
                         where events.day = $1 and events.recorded_at > judged.judged_at - interval '1 minute')) as judged`,
);

/** Whether a day was judged after its end and nothing has come in since: judged again, it would be judged the same. */
export async function isJudgedForGood(database: Database, day: BusinessDay): Promise<boolean> {
  const [found] = await database.read<{ judged: boolean }>(judgedForGood, [day, startOfBusinessDay(addDays(day, 1))]);
  return found?.judged ?? false;
}
