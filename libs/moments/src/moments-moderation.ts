import { Injectable } from '@nestjs/common';
import { type AccountId, type MomentId, NotFound, type ReportReason } from '@moments/kernel';
import { Events, type Tx } from '@moments/platform';
import type { Rejection } from './domain/moment.js';
import { MomentLifecycle } from './moment-lifecycle.js';
import { NothingToAppeal } from './moments.errors.js';
import { momentRejected } from './moments.events.js';
import { lockMoment } from './moments.store.js';

/** What moderation does to moments. Every step locks the moment, and done again changes nothing. */
@Injectable()
export class MomentsModeration {
  constructor(
    private readonly lifecycle: MomentLifecycle,
    private readonly events: Events,
  ) {}

  /** Keeps a published moment from everybody but its author until it is decided on; false when it is not published. */
  async review(tx: Tx, momentId: MomentId): Promise<boolean> {
    const moment = await lockMoment(tx, momentId);
    if (moment?.status !== 'PUBLISHED') return false;
    await this.lifecycle.become(tx, moment, 'IN_REVIEW', {});
    return true;
  }

  /** Takes a moment away, telling its author why; false when it is neither published nor under review. */
  async reject(tx: Tx, { momentId, ...rejection }: Rejection & { momentId: MomentId }): Promise<boolean> {
    const moment = await lockMoment(tx, momentId);
    if (moment?.status !== 'PUBLISHED' && moment?.status !== 'IN_REVIEW') return false;
    await this.lifecycle.become(tx, moment, 'REJECTED', { rejection });
    const { reason, message } = rejection;
    await this.events.emit(tx, momentRejected, { momentId, authorId: moment.authorId, reason, message });
    return true;
  }

  /** Lets everybody see a moment under review (again); one that is published stays so. False for any other. */
  async approve(tx: Tx, momentId: MomentId): Promise<boolean> {
    const moment = await lockMoment(tx, momentId);
    if (moment?.status === 'IN_REVIEW') await this.lifecycle.become(tx, moment, 'PUBLISHED', { rejection: null });
    return moment?.status === 'PUBLISHED';
  }

  /**
   * Puts an author's rejected moment under review once more, and gives why it had been taken away. Throws `NotFound`
   * unless it is their own, `NothingToAppeal` unless a decision stands that was not appealed yet.
   */
  async appeal(tx: Tx, { accountId, momentId }: { accountId: AccountId; momentId: MomentId }): Promise<ReportReason> {
    const moment = await lockMoment(tx, momentId);
    if (moment?.authorId !== accountId || moment.status === 'REMOVED') throw new NotFound('moment', ['momentId']);
    const { status, rejection } = moment;
    if (status !== 'REJECTED' || !rejection?.appealable) throw new NothingToAppeal();
    // Told to the author all the while, but not to be appealed twice.
    const stands = { rejection: { ...rejection, appealable: false } };
    await this.lifecycle.become(tx, moment, 'IN_REVIEW', stands);
    return rejection.reason;
  }
}
