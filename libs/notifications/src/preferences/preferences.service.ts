import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import { type AccountId, Clock, InvalidInput } from '@moments/kernel';
import { Database, execute, statement } from '@moments/platform';
import { type NotificationKind, notificationKinds, rulesOf } from '../domain/kinds.js';

/** Whether an account wants to be told of a kind. */
export interface NotificationPreference {
  kind: NotificationKind;
  enabled: boolean;
}

const chosen = statement(
  'notifications.chosen',
  'select kind, enabled from notification_settings where account_id = $1',
);
const choose = `
  insert into notification_settings as chosen (account_id, kind, enabled, changed_at) values ($1, $2, $3, $4)
  on conflict (account_id, kind) do update set enabled = $3, changed_at = $4 where chosen.enabled <> $3`;

/** What people want to be told. */
@Injectable()
export class PreferencesService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Every kind there is, with what the account has said of it. */
  async of(accountId: AccountId): Promise<NotificationPreference[]> {
    const said = await this.database.read<{ kind: string; enabled: boolean }>(chosen, [accountId]);
    const enabled = new Map(said.map((row) => [row.kind, row.enabled]));
    return notificationKinds.map((kind) => ({ kind, enabled: enabled.get(kind) ?? rulesOf(kind).enabledAtFirst }));
  }

  /**
   * Switches a kind on or off for what happens from now on. Throws `InvalidInput` for a kind that there is not, and
   * `AccountGone`, `AccountSuspended`.
   */
  async set(
    accountId: AccountId,
    { kind, enabled }: { kind: string; enabled: boolean },
  ): Promise<NotificationPreference> {
    const known = notificationKinds.find((each) => each === kind);
    if (!known) throw new InvalidInput([{ field: ['kind'], message: 'is not a kind of notification' }]);
    await this.database.transaction(async (tx) => {
      // What goes with an account is looked for once, when it is deleted: nothing may be added after that.
      await requireActive(tx, accountId);
      await execute(tx, choose, [accountId, known, enabled, this.clock.now()]);
    });
    return { kind: known, enabled };
  }
}
