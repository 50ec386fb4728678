import { addDays, type BusinessDay } from '@moments/kernel';
import { type Database, statement } from '@moments/platform';

const newest = statement(
  'rewards.newest-day-status',
  'select day::text as day, status from reward_days order by day desc limit 1',
);

/** Days that are over and not closed, in order; yesterday alone while none was ever closed. */
export async function daysDue(database: Database, today: BusinessDay): Promise<BusinessDay[]> {
  const yesterday = addDays(today, -1);
  const [last] = await database.read<{ day: BusinessDay; status: string }>(newest);
  const due: BusinessDay[] = [];
  const first = last ? (last.status === 'CLOSED' ? addDays(last.day, 1) : last.day) : yesterday;
  for (let day = first; day <= yesterday; day = addDays(day, 1)) due.push(day);
  return due;
}
