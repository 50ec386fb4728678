import { currency as readCurrency, formatAmount, fromGlobalId } from '@moments/kernel';
import { StatementExport } from '@moments/payouts';
import { RewardClosing, RewardCorrections, RewardDaysQueries, type RewardDayState } from '@moments/rewards';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, exactly, json, readBusinessDay, takeFlag, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

export const rewardsClose: Command = {
  name: 'rewards close',
  usage: 'DAY',
  summary: 'closes a reward day, or goes on where an earlier close of it stopped',
  run: (args, config) => {
    const day = readBusinessDay(exactly(args, 1).join(''));
    return withServices(config, async (app) => {
      const { lines, creators, total, currency } = await app.get(RewardClosing).close(day);
      const sum = formatAmount({ minor: total, currency });
      console.log(`${day} is closed: ${lines} lines of ${creators} creators, ${sum} ${currency}`);
      return 0;
    });
  },
};

export const rewardsDays: Command = {
  name: 'rewards days',
  usage: '[COUNT] [--json]',
  summary: 'shows which days are closed and which wait to be; exit code 1 when any that is over is not closed',
  details: [
    'DUE: over, its close has not begun. COLLECTING, ACCRUING: a close runs or was cut off; "rewards close DAY" goes on.',
  ],
  run: (args, config) => {
    const { set: asJson, rest } = takeFlag(args, '--json');
    if (rest.length > 1) throw new UsageError('takes one number at most');
    const count = rest.length === 0 ? 10 : readCount(rest[0]);
    return withServices(config, async (app) => {
      const days = await app.get(RewardDaysQueries).recent(count);
      if (asJson) console.log(json(days));
      else if (days.length === 0) console.log('no day is closed yet, and none is due');
      else for (const day of days) tellDay(day);
      return days.every(({ status }) => status === 'CLOSED') ? 0 : 1;
    });
  },
};

function tellDay({
  day,
  status,
  policyVersion,
  lines,
  creators,
  totalMinor,
  currency,
  closedAt,
}: RewardDayState): void {
  if (currency === undefined) {
    console.log(`${day}  ${status}`);
    return;
  }
  const sum = formatAmount({ minor: totalMinor, currency: readCurrency(currency) });
  const by = `policy ${policyVersion ?? 0}, ${lines} lines of ${creators} creators, ${sum} ${currency}`;
  console.log(`${day}  ${status.padEnd(10)}  ${by}${closedAt ? `, at ${closedAt.toISOString()}` : ''}`);
}

function readCount(text = ''): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 1_000) throw new UsageError('COUNT is a number up to 1000');
  return count;
}

export const rewardsCorrect: Command = {
  name: 'rewards correct',
  usage: '',
  summary: 'makes good what was found of the views of closed days',
  run: (args, config) => {
    exactly(args, 0);
    return withServices(config, async (app) => {
      console.log(`${await app.get(RewardCorrections).correctAll()} lines`);
      return 0;
    });
  },
};

export const statementsExport: Command = {
  name: 'statements export',
  usage: 'ACCOUNT [FROM [TO]]',
  summary: 'writes the statement of a creator as CSV; from a day to another, both included',
  run: ([account = '', ...words], config) => {
    const creatorId = fromGlobalId('account', account);
    if (!creatorId) throw new UsageError(`${account} is no account`);
    if (words.length > 2) throw new UsageError('takes two days at most');
    const [from, to] = words.map((word) => readBusinessDay(word));
    return withServices(config, async (app) => {
      const pieces = app.get(StatementExport).pieces(creatorId, { from, to });
      await pipeline(Readable.from(pieces), process.stdout, { end: false });
      return 0;
    });
  },
};
