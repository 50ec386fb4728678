import { type AccountId, IdempotencyConflict } from '@moments/kernel';
import { execute, inputHash, rows, type Tx } from '@moments/platform';

/** A call that changes something, under a key of its caller's. */
export interface Command {
  accountId: AccountId;
  idempotencyKey: string;
  /** `publish-campaign` */
  command: string;
  /** Everything that was asked, but for the key. */
  input: object;
  /** What it makes or changes. */
  subjectId: string;
  at: Date;
}

/**
 * Writes that a call is carried out; `undefined` when it was not before, else the subject of the first one, which is then
 * the answer. A second call waits here for the first; what is refused leaves nothing. Throws `IdempotencyConflict` when the
 * key came with another call.
 */
export async function recordCommand(tx: Tx, command: Command): Promise<string | undefined> {
  const { accountId, idempotencyKey, command: name, input, subjectId, at } = command;
  const hash = inputHash(input);
  const recorded = await execute(
    tx,
    `insert into campaign_commands (account_id, idempotency_key, command, input_hash, subject_id, made_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [accountId, idempotencyKey, name, hash, subjectId, at],
  );
  if (recorded === 1) return undefined;
  const [earlier] = await rows<{ command: string; inputHash: string; subjectId: string }>(
    tx,
    `select command, input_hash as "inputHash", subject_id as "subjectId" from campaign_commands
      where account_id = $1 and idempotency_key = $2`,
    [accountId, idempotencyKey],
  );
  if (earlier?.command !== name || earlier.inputHash !== hash) throw new IdempotencyConflict();
  return earlier.subjectId;
}
