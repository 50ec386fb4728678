import type { INestApplicationContext } from '@nestjs/common';
import {
  type AccountId,
  type CreatorFundId,
  formatAmount,
  fromGlobalId,
  type FundPeriodId,
  NotFound,
  parseMoney,
  profileOf,
  toGlobalId,
} from '@moments/kernel';
import { inputHash } from '@moments/platform';
import {
  type FundBalance,
  FundClosing,
  FundPeriodsService,
  type FundPeriodView,
  FundsQueries,
  FundsService,
  type SharePosition,
} from '@moments/rewards';
import { type Command, exactly, readBusinessDay } from '../command.js';
import { withServices } from '../operator-app.js';
import { readJson } from './policies.command.js';

const pageSize = 500;

async function findFund(app: INestApplicationContext, text: string): Promise<FundBalance> {
  const id: CreatorFundId | undefined = fromGlobalId('creatorFund', text);
  const fund = id && (await app.get(FundsQueries).byIds([id])).get(id);
  if (!fund) throw new NotFound('fund');
  return fund;
}

function readPeriod(text: string): FundPeriodId {
  const id = fromGlobalId('fundPeriod', text);
  if (!id) throw new NotFound('fund period');
  return id;
}

const tell = ({ id, from, to, status, pool, allocated, unallocated }: FundPeriodView): void => {
  console.log(`${toGlobalId('fundPeriod', id)}  ${from}..${to}  ${status}  ${formatAmount(pool)} ${pool.currency}`);
  if (allocated && unallocated) {
    console.log(`  shared ${formatAmount(allocated)}, left over ${formatAmount(unallocated)}`);
  }
};

export const fundList: Command = {
  name: 'fund list',
  usage: '',
  summary: 'shows the creator funds with their money',
  run: (args, config) => {
    exactly(args, 0);
    return withServices(config, async (app) => {
      for (const { id, name, purpose, budget, remaining } of await app.get(FundsQueries).all()) {
        const money = `${formatAmount(remaining)} of ${formatAmount(budget)} ${budget.currency}`;
        console.log(`${toGlobalId('creatorFund', id)}  ${money}  ${purpose}  ${name}`);
      }
      return 0;
    });
  },
};

export const fundCreate: Command = {
  name: 'fund create',
  usage: 'NAME LARGE_AUTHORS|NEWCOMERS|CHALLENGES',
  summary: 'founds a creator fund, once for a name; deposits name its id as their payee',
  run: (args, config) => {
    const [name = '', purpose = ''] = exactly(args, 2);
    return withServices(config, async (app) => {
      const fund = await app.get(FundsService).found({ name, purpose, idempotencyKey: `fund:${name}`, by: null });
      console.log(toGlobalId('creatorFund', fund.id));
      return 0;
    });
  },
};

export const fundAdd: Command = {
  name: 'fund add',
  usage: 'FUND AMOUNT KEY',
  summary: 'gives a fund money of the platform’s own, once for a key of your choice',
  run: (args, config) => {
    const [named = '', amount = '', idempotencyKey = ''] = exactly(args, 3);
    return withServices(config, async (app) => {
      const { id: fundId, currency } = await findFund(app, named);
      await app.get(FundsService).add({ fundId, amount: parseMoney(amount, currency), idempotencyKey, by: null });
      const { remaining } = await findFund(app, named);
      console.log(`${formatAmount(remaining)} ${currency}`);
      return 0;
    });
  },
};

export const fundOpen: Command = {
  name: 'fund open',
  usage: 'FUND FROM TO POOL RULES_FILE',
  summary: 'sets a part of a fund aside to be shared for these business days; the same again opens nothing',
  run: async (args, config) => {
    const [named = '', first = '', last = '', amount = '', file = ''] = exactly(args, 5);
    const [from, to, rules] = [readBusinessDay(first), readBusinessDay(last), await readJson(file)];
    return withServices(config, async (app) => {
      const { id: fundId, currency } = await findFund(app, named);
      const wanted = { fundId, from, to, pool: parseMoney(amount, currency), rules };
      const idempotencyKey = `period:${inputHash(wanted)}`;
      tell(await app.get(FundPeriodsService).open({ ...wanted, idempotencyKey, by: null }));
      return 0;
    });
  },
};

export const fundClose: Command = {
  name: 'fund close',
  usage: 'PERIOD',
  summary: 'shares the pool of a period whose days are closed; interrupted it goes on where it stopped',
  run: (args, config) => {
    const [period = ''] = exactly(args, 1);
    return withServices(config, async (app) => {
      const { id } = await app.get(FundClosing).close({ periodId: readPeriod(period), by: null });
      const closed = (await app.get(FundsQueries).periodsByIds([id])).get(id);
      if (closed) tell(closed);
      return 0;
    });
  },
};

export const fundCancel: Command = {
  name: 'fund cancel',
  usage: 'PERIOD',
  summary: 'gives the pool of a period that is not shared back to its fund',
  run: (args, config) => {
    const [period = ''] = exactly(args, 1);
    return withServices(config, async (app) => {
      tell(await app.get(FundPeriodsService).cancel({ periodId: readPeriod(period), by: null }));
      return 0;
    });
  },
};

export const fundReport: Command = {
  name: 'fund report',
  usage: 'PERIOD',
  summary: 'writes who gets what of a shared period as CSV; the last line is what is left over, all together the pool',
  run: (args, config) => {
    const [text = ''] = exactly(args, 1);
    return withServices(config, async (app) => {
      const queries = app.get(FundsQueries);
      const periodId = readPeriod(text);
      const period = (await queries.periodsByIds([periodId])).get(periodId);
      if (!period) throw new NotFound('fund period');
      console.log('profile,points,amount,currency');
      for (let after: SharePosition | undefined; ;) {
        const page = (await queries.shares([periodId], { limit: pageSize, after })).get(periodId);
        for (const { item } of page?.items ?? []) {
          console.log(line(profileId(item.creatorId), item.points.toString(), formatAmount(item.amount), period));
        }
        after = page?.items.at(-1)?.position;
        if (!page?.hasNextPage) break;
      }
      if (period.unallocated) console.log(line('left over', '', formatAmount(period.unallocated), period));
      return 0;
    });
  },
};

const profileId = (creatorId: AccountId): string => toGlobalId('profile', profileOf(creatorId));

const line = (who: string, points: string, amount: string, { pool }: FundPeriodView): string =>
  [who, points, amount, pool.currency].join(',');
