import { Injectable } from '@nestjs/common';
import { type AccountId, Clock } from '@moments/kernel';
import type { Tx } from '@moments/platform';
import { v7 } from 'uuid';
import { AuditEntryEntity } from './audit-entry.entity.js';

export interface AuditedAction {
  /** Null when it was done from the command line. */
  actor: AccountId | null;
  /** `subject.happened`: `feature_rollout.changed`. */
  action: string;
  /** Global id of what it was done to. */
  subject?: string;
  /** Ids and numbers, never personal data. */
  details: Readonly<Record<string, unknown>>;
}

/** The append-only record of what operators did. */
@Injectable()
export class Audit {
  constructor(private readonly clock: Clock) {}

  /** Writes an entry in the transaction of the action itself: neither is ever there without the other. */
  async record(tx: Tx, { actor, action, subject, details }: AuditedAction): Promise<void> {
    await tx.insert(AuditEntryEntity, {
      id: v7(),
      at: this.clock.now(),
      actorId: actor,
      action,
      subject: subject ?? null,
      details,
    });
  }
}
