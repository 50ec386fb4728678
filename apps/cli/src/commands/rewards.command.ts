import { formatAmount, fromGlobalId } from '@moments/kernel';
import { StatementExport } from '@moments/payouts';
import { RewardClosing, RewardCorrections } from '@moments/rewards';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, exactly, readBusinessDay, UsageError } from '../command.js';
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
