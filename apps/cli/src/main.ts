import { DomainError } from '@moments/kernel';
import { ConfigError } from '@moments/platform';
import { type Command, UsageError } from './command.js';
import { accountsReinstate, accountsSuspend, rolesGrant, rolesRevoke } from './commands/accounts.command.js';
import {
  integrationCreate,
  integrationList,
  integrationRevoke,
  integrationRotateKey,
  integrationRotateSecret,
} from './commands/integrations.command.js';
import {
  fundAdd,
  fundCancel,
  fundClose,
  fundCreate,
  fundList,
  fundOpen,
  fundReport,
} from './commands/funds.command.js';
import { jobsDead, jobsRetry } from './commands/jobs.command.js';
import { exportLedger, reconcile } from './commands/ledger.command.js';
import { migrate } from './commands/migrate.command.js';
import {
  monetizationApprove,
  monetizationLift,
  monetizationList,
  monetizationRefuse,
  monetizationSuspend,
} from './commands/monetization.command.js';
import { payoutsFiles, payoutsImport, payoutsUnclaimed } from './commands/payouts.command.js';
import { policyPublish, policySchema, policyShow, policySimulate } from './commands/policies.command.js';
import { recount } from './commands/recount.command.js';
import { rewardsClose, rewardsCorrect, statementsExport } from './commands/rewards.command.js';
import { sellersCreate, sellersMember } from './commands/sellers.command.js';
import { rolloutSet } from './commands/rollout.command.js';
import { settingsList, settingsSet } from './commands/settings.command.js';
import { viewsDay, viewsRecount } from './commands/view-days.command.js';
import { viewsExplain, viewsInvalidate, viewsJudge, viewsRelease } from './commands/view-judging.command.js';
import { readConfig } from './config.js';

const commands: readonly Command[] = [
  migrate,
  rolesGrant,
  rolesRevoke,
  accountsSuspend,
  accountsReinstate,
  rolloutSet,
  settingsList,
  settingsSet,
  sellersCreate,
  sellersMember,
  integrationCreate,
  integrationRotateKey,
  integrationRotateSecret,
  integrationRevoke,
  integrationList,
  recount,
  viewsDay,
  viewsRecount,
  rewardsClose,
  rewardsCorrect,
  statementsExport,
  payoutsImport,
  payoutsFiles,
  payoutsUnclaimed,
  reconcile,
  exportLedger,
  viewsJudge,
  viewsExplain,
  viewsRelease,
  viewsInvalidate,
  policyPublish,
  policyShow,
  policySchema,
  policySimulate,
  monetizationList,
  monetizationApprove,
  monetizationRefuse,
  monetizationSuspend,
  monetizationLift,
  fundList,
  fundCreate,
  fundAdd,
  fundOpen,
  fundClose,
  fundCancel,
  fundReport,
  jobsDead,
  jobsRetry,
];

/** Exit codes: 0 done, 1 a finding or a refusal, 2 wrong usage. */
async function run(words: readonly string[]): Promise<number> {
  const command = commands.find(({ name }) => words.join(' ').startsWith(name));
  if (!command) {
    for (const { name, usage, summary } of commands) console.log(`${`${name} ${usage}`.padEnd(32)} ${summary}`);
    return words.length === 0 ? 0 : 2;
  }
  try {
    return await command.run(words.slice(command.name.split(' ').length), readConfig());
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${command.name} ${command.usage}: ${error.message}`);
      return 2;
    }
    if (error instanceof DomainError || error instanceof ConfigError) {
      console.error(error.message);
      return 1;
    }
    throw error;
  }
}

process.exitCode = await run(process.argv.slice(2));
