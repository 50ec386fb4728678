import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import {
  type AccountId,
  after,
  Clock,
  type EngagementId,
  type EngagementMessageId,
  hours,
  idempotencyKey,
  newId,
  NotFound,
  type Page,
  pagesOf,
  type PageWindow,
  parseInput,
  textSchema,
} from '@moments/kernel';
import { Database, Events, rows, Settings, statement, type Tx } from '@moments/platform';
import { z } from 'zod';
import { sellerOf } from '../campaigns/order-checks.store.js';
import { EngagementNotInState, ThreadFull, TooManyMessages } from '../campaigns.errors.js';
import { engagementMessageSent } from '../campaigns.events.js';
import { threadLimits } from '../campaigns.settings.js';
import { recordCommand } from '../commands.store.js';
import { endedEngagements } from '../domain/engagement-machine.js';
import { TooLate } from '../work/work.errors.js';
import { lockEngagement, type LockedEngagement } from './engagements.store.js';
import { requireOpen } from './require-open.js';
import { insertMessage } from './taking.store.js';

/** One thing that was said. */
export interface EngagementMessageView {
  readonly id: EngagementMessageId;
  readonly authorId: AccountId;
  readonly side: 'SELLER' | 'CREATOR';
  /** Empty when its author is gone. */
  readonly text: string;
  readonly sentAt: Date;
}

/** What one side says. */
export interface SendMessage {
  accountId: AccountId;
  engagementId: EngagementId;
  text: string;
  idempotencyKey: string;
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const pages = statement(
  'campaigns.threads',
  `select asked.id as "engagementId", said.* from unnest($1::uuid[]) as asked (id)
    cross join lateral (
      select id, author_id as "authorId", side, text, sent_at as "sentAt" from engagement_messages
       where engagement_id = asked.id and id < $2 order by id desc limit $3) as said`,
);

/** The small conversation of a seller and a creator about one order. */
@Injectable()
export class ThreadService {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Says something to the other side until the engagement ends; the same key is the same message. Throws `NotFound` for
   * everybody else, `EngagementNotInState`, `CampaignNotInState`, `CampaignOver` and `TooLate` after the end, `InvalidInput`,
   * `ThreadFull`, `TooManyMessages`, `IdempotencyConflict`.
   */
  async send({ accountId, engagementId, ...input }: SendMessage): Promise<void> {
    const limits = await this.settings.get(threadLimits);
    const text = textSchema({ max: limits.maxLength, required: true });
    const said = parseInput(z.object({ text, idempotencyKey }), input);
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      // Locked, so that two messages at once do not both find room for one.
      const locked = await lockEngagement(tx, engagementId);
      const side = locked && (await sideOf(tx, accountId, locked.engagement));
      if (!side) throw new NotFound('engagement', ['engagementId']);
      const now = this.clock.now();
      const command = { accountId, command: 'ask-in-engagement', subjectId: engagementId, at: now };
      const { idempotencyKey: key, ...asked } = said;
      if (await recordCommand(tx, { ...command, idempotencyKey: key, input: { engagementId, ...asked } })) return;
      requireUnderWay(locked, now);
      await this.requireRoom(tx, { engagementId, side, now, ...limits });
      const id = newId<'engagementMessage'>();
      await insertMessage(tx, { engagementId, id, authorId: accountId, side, text: said.text, at: now });
      const { campaignId, sellerId, creatorId } = locked.engagement;
      await this.events.emit(tx, engagementMessageSent, { engagementId, campaignId, sellerId, creatorId, side });
    });
  }

  /** A page of each thread, newest first, for those who were found to be one of the two sides. */
  async pages(
    engagementIds: readonly EngagementId[],
    { limit, after: last }: PageWindow<EngagementMessageId>,
  ): Promise<Map<EngagementId, Page<EngagementMessageView, EngagementMessageId>>> {
    type Row = EngagementMessageView & { engagementId: EngagementId };
    const found = await this.database.read<Row>(pages, [engagementIds, last ?? lastId, limit + 1]);
    return pagesOf(engagementIds, found, {
      ownerOf: ({ engagementId }) => engagementId,
      limit,
      map: (message) => ({ item: message, position: message.id }),
    });
  }

  private async requireRoom(
    tx: Tx,
    thread: { engagementId: EngagementId; side: string; now: Date; maxMessages: number; maxPerHour: number },
  ): Promise<void> {
    const [sent] = await rows<{ all: number; lately: number }>(
      tx,
      `select count(*)::int as "all", (count(*) filter (where side = $2 and sent_at > $3))::int as lately
         from engagement_messages where engagement_id = $1`,
      [thread.engagementId, thread.side, after(thread.now, -hours(1))],
    );
    if ((sent?.all ?? 0) >= thread.maxMessages) throw new ThreadFull(thread.maxMessages);
    if ((sent?.lately ?? 0) >= thread.maxPerHour) throw new TooManyMessages(thread.maxPerHour);
  }
}

async function sideOf(
  tx: Tx,
  accountId: AccountId,
  { creatorId, sellerId }: { creatorId: AccountId; sellerId: string },
): Promise<'SELLER' | 'CREATOR' | undefined> {
  if (creatorId === accountId) return 'CREATOR';
  return (await sellerOf(tx, accountId)) === sellerId ? 'SELLER' : undefined;
}

/** After the end nobody replies any more, also in the minute in which nobody has written down yet that it has come. */
function requireUnderWay({ engagement, campaign }: LockedEngagement, now: Date): void {
  const { status, dueAt } = engagement;
  if (endedEngagements.includes(status)) throw new EngagementNotInState(status);
  if (status === 'INVITED' || status === 'APPLIED') requireOpen(campaign, now, 'engagementId');
  if ((status === 'ACCEPTED' || status === 'REVISION_REQUESTED') && dueAt && dueAt <= now) throw new TooLate();
}
