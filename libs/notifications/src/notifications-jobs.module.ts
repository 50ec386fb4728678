import { Module } from '@nestjs/common';
import { MonetizationQueries } from '@moments/rewards';
import { SweepNotificationsHandler } from './keeping/sweep-notifications.job.js';
import { TellOfComment, TellOfCommentLike, TellOfPin, TellOfRemoval } from './telling/comments.jobs.js';
import { TellOfEarningsChange } from './telling/earnings.jobs.js';
import { TellOfFundShare } from './telling/funds.jobs.js';
import { TellOfApproval, TellOfLifting, TellOfRefusal, TellOfSuspension } from './telling/monetization.jobs.js';
import { TellOfFailed, TellOfPublished, TellOfRejected, TellOfRestored } from './telling/moments.jobs.js';
import { TellingSides, TellOfCampaign, TellOfDue, TellOfEngagement, TellOfMessage } from './telling/orders.jobs.js';
import { TellOfFollow, TellOfLike } from './telling/people.jobs.js';
import {
  TellOfPayment,
  TellOfPayoutApproval,
  TellOfPayoutRejection,
  TellOfPayoutRequest,
  TellOfPayoutReturn,
  TellOfPayoutSending,
} from './telling/payouts.jobs.js';
import { TellOfStatements } from './telling/statements.jobs.js';
import { TellOfPolicy } from './telling/policies.jobs.js';
import { TellOfAvatar, TellOfReset } from './telling/profiles.jobs.js';
import { TellingService } from './telling/telling.service.js';
import { ForgetAccountService } from './withdrawing/forget-account.service.js';
import {
  ForgetAccount,
  WithdrawBlocked,
  WithdrawComment,
  WithdrawCommentLike,
  WithdrawFollow,
  WithdrawLike,
  WithdrawMoment,
  WithdrawMuted,
} from './withdrawing/withdrawing.jobs.js';
import { WithdrawingService } from './withdrawing/withdrawing.service.js';

/** Telling people what happened, taking it back when it goes, and keeping it no longer than wanted. */
@Module({
  providers: [
    ...[TellingService, WithdrawingService, ForgetAccountService],
    ...[TellOfFollow, TellOfLike],
    ...[TellOfComment, TellOfCommentLike, TellOfPin, TellOfRemoval],
    ...[TellOfPublished, TellOfFailed, TellOfRejected, TellOfRestored],
    ...[TellOfReset, TellOfAvatar],
    ...[TellOfApproval, TellOfLifting, TellOfRefusal, TellOfSuspension],
    ...[TellOfPayoutRequest, TellOfPayoutApproval, TellOfPayoutSending],
    ...[TellOfPayment, TellOfPayoutRejection, TellOfPayoutReturn],
    TellOfEarningsChange,
    TellOfFundShare,
    TellOfStatements,
    // It needs the database alone, and not all of what rewards do.
    ...[MonetizationQueries, TellOfPolicy],
    ...[TellingSides, TellOfCampaign, TellOfDue, TellOfEngagement, TellOfMessage],
    ...[WithdrawMoment, WithdrawComment, WithdrawBlocked, WithdrawMuted, ForgetAccount],
    ...[WithdrawLike, WithdrawCommentLike, WithdrawFollow],
    SweepNotificationsHandler,
  ],
})
export class NotificationsJobsModule {}
