import { Injectable } from '@nestjs/common';
import type { AccountId, ReportReason } from '@moments/kernel';
import { Events, execute, type Tx } from '@moments/platform';
import { profileReset } from '../identity.events.js';

/** What moderation does to profiles. */
@Injectable()
export class ProfileResetService {
  constructor(private readonly events: Events) {}

  /**
   * Takes away what somebody shows of themselves: the name goes back to the handle, bio and picture go. They may write
   * others at once. False when the account is gone. `message`: the moderator's own words, may be empty.
   */
  async reset(
    tx: Tx,
    { accountId, reason, message }: { accountId: AccountId; reason: ReportReason; message: string },
  ): Promise<boolean> {
    const reset = await execute(
      tx,
      `update profiles set display_name = handle, bio = '', avatar = null where id = $1 and erased_at is null`,
      [accountId],
    );
    if (reset === 0) return false;
    await this.events.emit(tx, profileReset, { accountId, reason, message });
    return true;
  }
}
