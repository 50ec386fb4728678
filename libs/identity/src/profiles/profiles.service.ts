import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, parseInput } from '@moments/kernel';
import { execute, rows, Settings, type Tx } from '@moments/platform';
import { z } from 'zod';
import { handleSchema } from '../domain/handle.js';
import { bioSchema, displayNameSchema } from '../domain/person.js';
import { AccountGone } from '../identity.errors.js';
import { type HandleRules, handleRules } from '../identity.settings.js';
import type { Avatar } from './avatar.js';
import { changeHandle } from './handles.store.js';

/** As it comes from a form; checked here. What is left out stays; an empty bio, or null, clears it. */
export interface ProfileChanges {
  displayName?: string | null;
  handle?: string | null;
  bio?: string | null;
}

interface PresentProfile {
  handle: string;
  displayName: string;
  bio: string;
}

const changesSchema = z.object({
  displayName: displayNameSchema.optional(),
  handle: handleSchema.optional(),
  bio: bioSchema
    .nullable()
    .transform((bio) => bio ?? '')
    .optional(),
});

/** Somebody keeps the handle that they have, though nobody could pick it: the platform may have given it. */
const readChanges = (input: ProfileChanges, present: PresentProfile) =>
  parseInput(changesSchema, { ...input, handle: input.handle === present.handle ? undefined : input.handle });

/** What people show of themselves. */
@Injectable()
export class ProfilesService {
  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Rules in force, read before the transaction that {@link change} runs in. */
  rules(): Promise<HandleRules> {
    return this.settings.get(handleRules);
  }

  /**
   * Changes a profile in the caller's transaction: all of it, or nothing. Throws `InvalidInput` naming every broken field,
   * `HandleTaken`, `HandleChangedTooOften`, `AccountGone`.
   */
  async change(tx: Tx, accountId: AccountId, input: ProfileChanges, rules: HandleRules): Promise<void> {
    const present = await lockProfile(tx, accountId);
    const wanted = { ...present, ...defined(readChanges(input, present)) };
    if (wanted.handle !== present.handle) {
      const change = { accountId, from: present.handle, to: wanted.handle, now: this.clock.now() };
      await changeHandle(tx, change, rules);
    }
    await execute(tx, 'update profiles set display_name = $2, bio = $3 where id = $1', [
      accountId,
      wanted.displayName,
      wanted.bio,
    ]);
  }

  /** Shows another picture, or none; nothing happens when the account is gone. */
  async setAvatar(tx: Tx, accountId: AccountId, avatar: Avatar | null): Promise<void> {
    await execute(tx, 'update profiles set avatar = $2 where id = $1 and erased_at is null', [
      accountId,
      avatar && JSON.stringify(avatar),
    ]);
  }

  /** Whether the profile shows a picture, as this transaction sees it. */
  async hasAvatar(tx: Tx, accountId: AccountId): Promise<boolean> {
    return (await rows(tx, 'select from profiles where id = $1 and avatar is not null', [accountId])).length > 0;
  }
}

/** Locked, so that of two changes at once the second starts from what the first has made. */
async function lockProfile(tx: Tx, accountId: AccountId): Promise<PresentProfile> {
  const [profile] = await rows<PresentProfile>(
    tx,
    `select handle, display_name as "displayName", bio from profiles where id = $1 and erased_at is null for update`,
    [accountId],
  );
  if (!profile) throw new AccountGone();
  return profile;
}

const defined = <Value extends object>(value: Value): Partial<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Partial<Value>;
