import type { AccountId, BusinessDay, Currency } from '@moments/kernel';
import { type Database, execute, rows, statement, type Tx } from '@moments/platform';

/** How far the close of a day has come. */
export interface RewardDay {
  readonly day: BusinessDay;
  readonly status: 'COLLECTING' | 'ACCRUING' | 'CLOSED';
  readonly policyVersion: number;
  readonly currency: Currency;
  /** The last creator whose page is done in this status. */
  readonly cursor: AccountId | null;
  /** All lines before the budget of the day cuts them; minor units. */
  readonly whole: bigint;
  readonly creators: number;
  readonly lines: number;
  readonly total: bigint;
  readonly correctedTo: bigint;
  readonly closedAt: Date | null;
}

type RewardDayRow = Omit<RewardDay, 'whole' | 'total' | 'correctedTo'> & {
  whole: string;
  total: string;
  correctedTo: string;
};

const columns = `day::text, status, policy_version as "policyVersion", currency, cursor, whole, creators, lines, total,
  corrected_to as "correctedTo", closed_at as "closedAt"`;

const toDay = ({ whole, total, correctedTo, ...row }: RewardDayRow): RewardDay => ({
  ...row,
  whole: BigInt(whole),
  total: BigInt(total),
  correctedTo: BigInt(correctedTo),
});

const locked = statement('rewards.lock-day', `select ${columns} from reward_days where day = $1 for update`);
const one = statement('rewards.day', `select ${columns} from reward_days where day = $1`);
const newest = statement('rewards.newest-day', `select ${columns} from reward_days order by day desc limit 1`);
const begin = statement(
  'rewards.begin-day',
  `insert into reward_days (day, status, policy_version, currency, started_at) values ($1, 'COLLECTING', $2, $3, $4)
   on conflict (day) do nothing`,
);
const progress = statement(
  'rewards.progress-of-day',
  `update reward_days
      set status = $2, cursor = $3, whole = $4, creators = $5, lines = $6, total = $7, corrected_to = $8, closed_at = $9
    where day = $1`,
);

/** A day, locked: who closes or corrects it meanwhile waits. `undefined` when its close has not begun. */
export async function lockDay(tx: Tx, day: BusinessDay): Promise<RewardDay | undefined> {
  const [found] = await rows<RewardDayRow>(tx, locked, [day]);
  return found && toDay(found);
}

/** A day as it stands; `undefined` when its close has not begun. */
export async function readDay(database: Database, day: BusinessDay): Promise<RewardDay | undefined> {
  const [found] = await database.read<RewardDayRow>(one, [day]);
  return found && toDay(found);
}

/** The newest day whose close has begun. */
export async function newestDay(tx: Tx): Promise<RewardDay | undefined> {
  const [found] = await rows<RewardDayRow>(tx, newest);
  return found && toDay(found);
}

/** Begins a close; one that has begun stays as it is. */
export async function beginDay(
  tx: Tx,
  { day, policyVersion, currency, now }: Pick<RewardDay, 'day' | 'policyVersion' | 'currency'> & { now: Date },
): Promise<void> {
  await execute(tx, begin, [day, policyVersion, currency, now]);
}

/** Writes how far a locked day has come. */
export async function saveDay(tx: Tx, day: RewardDay): Promise<void> {
  const { status, cursor, whole, creators, lines, total, correctedTo, closedAt } = day;
  await execute(tx, progress, [
    day.day,
    status,
    cursor,
    ...[`${whole}`, creators, lines, `${total}`, `${correctedTo}`],
    closedAt,
  ]);
}
