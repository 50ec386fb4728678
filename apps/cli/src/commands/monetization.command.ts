import type { INestApplicationContext } from '@nestjs/common';
import {
  type AccountId,
  fromGlobalId,
  type MonetizationApplicationId,
  profileOf,
  type TimePosition,
  toGlobalId,
} from '@moments/kernel';
import { type ApplicationView, DecidingService, MonetizationQueries } from '@moments/rewards';
import { type Command, exactly, UsageError } from '../command.js';
import { withServices } from '../operator-app.js';

const pageSize = 500;

const tell = ({ id, accountId, status, submittedAt }: ApplicationView): void => {
  const [application, account] = [toGlobalId('monetizationApplication', id), toGlobalId('account', accountId)];
  const profile = toGlobalId('profile', profileOf(accountId));
  console.log(`${application}  ${status}  ${submittedAt.toISOString()}  ${account}  ${profile}`);
};

function readApplication(text: string): MonetizationApplicationId {
  const id = fromGlobalId('monetizationApplication', text);
  if (!id) throw new UsageError(`${text} is no application`);
  return id;
}

function readAccount(text: string): AccountId {
  const id = fromGlobalId('account', text);
  if (!id) throw new UsageError(`${text} is no account`);
  return id;
}

export const monetizationList: Command = {
  name: 'monetization list',
  usage: '',
  summary: 'shows who waits to be let earn, the longest waiting first',
  run: (args, config) => {
    exactly(args, 0);
    return withServices(config, async (app) => {
      const queries = app.get(MonetizationQueries);
      for (let after: TimePosition | undefined; ;) {
        const page = await queries.applications('IN_REVIEW', { limit: pageSize, after });
        for (const { item } of page.items) tell(item);
        after = page.items.at(-1)?.position;
        if (!page.hasNextPage) return 0;
      }
    });
  },
};

export const monetizationApprove: Command = {
  name: 'monetization approve',
  usage: 'APPLICATION',
  summary: 'lets an applicant earn from this business day on',
  run: (args, config) => {
    const applicationId = readApplication(exactly(args, 1).join(''));
    return withServices(config, async (app) => {
      tell(await app.get(DecidingService).decide({ applicationId, approve: true, by: null }));
      return 0;
    });
  },
};

export const monetizationRefuse: Command = {
  name: 'monetization refuse',
  usage: 'APPLICATION REASON [REQUIREMENT=REASON …]',
  summary: 'refuses an application; the applicant is told why, of single requirements, too',
  run: ([application = '', reason = '', ...words], config) => {
    const applicationId = readApplication(application);
    const requirementReasons = words.map(readRequirementReason);
    return withServices(config, async (app) => {
      const refusal = { applicationId, approve: false, reason, requirementReasons, by: null };
      tell(await app.get(DecidingService).decide(refusal));
      return 0;
    });
  },
};

function readRequirementReason(text: string): { code: string; reason: string } {
  const at = text.indexOf('=');
  if (at < 0) throw new UsageError(`${text} is not like FOLLOWERS=why`);
  return { code: text.slice(0, at), reason: text.slice(at + 1) };
}

export const monetizationSuspend: Command = {
  name: 'monetization suspend',
  usage: 'ACCOUNT REASON',
  summary: 'ends earning from this business day on and payouts at once; the account is told why',
  run: setting((app, standing) => app.get(DecidingService).suspend(standing)),
};

export const monetizationLift: Command = {
  name: 'monetization lift',
  usage: 'ACCOUNT REASON',
  summary: 'ends a suspension: the account earns from this business day on',
  run: setting((app, standing) => app.get(DecidingService).lift(standing)),
};

type Standing = Parameters<DecidingService['lift']>[0];

function setting(set: (app: INestApplicationContext, standing: Standing) => Promise<ApplicationView>): Command['run'] {
  return (args, config) => {
    const [account = '', reason = ''] = exactly(args, 2);
    const accountId = readAccount(account);
    return withServices(config, async (app) => {
      tell(await set(app, { accountId, reason, by: null }));
      return 0;
    });
  };
}
