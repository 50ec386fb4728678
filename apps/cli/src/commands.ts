import type { Command } from './command.js';
import { accountsReinstate, accountsSuspend, rolesGrant, rolesRevoke } from './commands/accounts.command.js';
import {
  fundAdd,
  fundCancel,
  fundClose,
  fundCreate,
  fundList,
  fundOpen,
  fundReport,
} from './commands/funds.command.js';
import {
  integrationCreate,
  integrationList,
  integrationRevoke,
  integrationRotateKey,
  integrationRotateSecret,
} from './commands/integrations.command.js';
import { jobsCalendar, jobsRun } from './commands/calendar.command.js';
import { jobsDead, jobsForget, jobsList, jobsRetry, jobsShow } from './commands/jobs.command.js';
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
import { rewardsClose, rewardsCorrect, rewardsDays, statementsExport } from './commands/rewards.command.js';
import { rolloutSet } from './commands/rollout.command.js';
import { sealsRenew, sealsShow } from './commands/seals.command.js';
import { sellersCreate, sellersMember } from './commands/sellers.command.js';
import { settingsList, settingsSet } from './commands/settings.command.js';
import { viewsDay, viewsRecount } from './commands/view-days.command.js';
import { viewsExplain, viewsInvalidate, viewsJudge, viewsRelease } from './commands/view-judging.command.js';

/** Everything that an operator can run, in the order in which it is listed. */
export const commands: readonly Command[] = [
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
  sealsShow,
  sealsRenew,
  jobsCalendar,
  jobsRun,
  jobsList,
  jobsDead,
  jobsShow,
  jobsRetry,
  jobsForget,
  recount,
  viewsDay,
  viewsRecount,
  viewsJudge,
  viewsExplain,
  viewsRelease,
  viewsInvalidate,
  rewardsDays,
  rewardsClose,
  rewardsCorrect,
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
  statementsExport,
  payoutsImport,
  payoutsFiles,
  payoutsUnclaimed,
  reconcile,
  exportLedger,
];
