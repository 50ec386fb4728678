import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, Clock, NotFound } from '@moments/kernel';
import { Database, Events, execute, Settings, type Tx } from '@moments/platform';
import { lockWhetherBlocked } from '../blocks/blocks.store.js';
import { lockListOf, reachesBeyond } from '../hiding/list-limit.store.js';
import { requireStandingProfile } from '../hiding/standing-profile.store.js';
import { CannotMuteYourself, MutesTooMany } from '../social.errors.js';
import { accountMuted } from '../social.events.js';
import { hidingLimits } from '../social.settings.js';

/** Who mutes and who is muted. */
export interface MuteCommand {
  muterId: AccountId;
  mutedId: AccountId;
}

/**
 * Keeping somebody out of one's own feed and notifications, which nobody else can tell. Both ways say how things shall
 * be, so saying it twice, or on two devices at once, is once.
 */
@Injectable()
export class MutesService {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `CannotMuteYourself`; `MutesTooMany`; `NotFound` when there is no such profile, its account is gone, or one of
   * the two has blocked the other.
   */
  async mute({ muterId, mutedId }: MuteCommand): Promise<void> {
    if (muterId === mutedId) throw new CannotMuteYourself();
    const { maxMuted } = await this.settings.get(hidingLimits);
    await this.database.transaction(async (tx) => {
      await requireActive(tx, muterId);
      await requireTogether(tx, { muterId, mutedId });
      await lockListOf(tx, 'mutes', muterId);
      const muted = await execute(
        tx,
        'insert into mutes (muter_id, muted_id, created_at) values ($1, $2, $3) on conflict do nothing',
        [muterId, mutedId, this.clock.now()],
      );
      if (muted === 0) return;
      if (await reachesBeyond(tx, 'mutes', muterId, maxMuted)) throw new MutesTooMany(maxMuted);
      await this.events.emit(tx, accountMuted, { muterId, mutedId });
    });
  }

  /** Throws `NotFound` as {@link mute} does. */
  async unmute({ muterId, mutedId }: MuteCommand): Promise<void> {
    await this.database.transaction(async (tx) => {
      await requireTogether(tx, { muterId, mutedId });
      await execute(tx, 'delete from mutes where muter_id = $1 and muted_id = $2', [muterId, mutedId]);
    });
  }
}

async function requireTogether(tx: Tx, { muterId, mutedId }: MuteCommand): Promise<void> {
  await requireStandingProfile(tx, mutedId);
  if (await lockWhetherBlocked(tx, muterId, mutedId)) throw new NotFound('profile', ['profileId']);
}
