import { Injectable } from '@nestjs/common';
import { requireActive } from '@moments/identity';
import {
  type AccountId,
  Clock,
  type EngagementId,
  idempotencyKey,
  parseInput,
  textSchema,
  type UploadId,
} from '@moments/kernel';
import { KeptUploads } from '@moments/media';
import { Database, defineSetting, Settings } from '@moments/platform';
import { z } from 'zod';
import { EngagementNotInState } from '../campaigns.errors.js';
import { recordCommand } from '../commands.store.js';
import { lockEngagement } from '../places/engagements.store.js';
import { Parties, requireSide } from '../work/parties.js';
import { CaseFull } from './disputes.errors.js';
import { countStatements, insertStatement } from './disputes.store.js';

/** How much each side may say. */
const disputeLimits = defineSetting({
  name: 'campaigns.disputes',
  schema: z.object({
    maxStatements: z.int().min(1).max(100),
    /** With one statement. */
    maxAttachments: z.int().min(0).max(100),
  }),
  fallback: { maxStatements: 10, maxAttachments: 5 },
});

export interface StateCase {
  accountId: AccountId;
  engagementId: EngagementId;
  text: string;
  /** Photos that prove it. */
  uploadIds?: readonly UploadId[] | null;
  idempotencyKey: string;
}

const statement = (maxAttachments: number) =>
  z.object({
    idempotencyKey,
    uploadIds: z
      .array(z.uuid().transform((id) => id as UploadId))
      .max(maxAttachments, `add at most ${maxAttachments} photos`)
      .nullish()
      .transform((ids) => ids ?? []),
    text: textSchema({ max: 5_000, required: true, maxLineBreaks: 100 }),
  });

/** What the two sides tell the operator who decides. */
@Injectable()
export class DisputeCase {
  constructor(
    private readonly database: Database,
    private readonly parties: Parties,
    private readonly settings: Settings,
    private readonly uploads: KeptUploads,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds a statement of one side to an open dispute, once for each key. Throws `NotFound`, `EngagementNotInState`,
   * `CaseFull`, `InvalidInput`, `IdempotencyConflict`, and what `KeptUploads.keep` says of the photos.
   */
  async state({ accountId, engagementId, ...input }: StateCase): Promise<void> {
    const { maxStatements, maxAttachments } = await this.settings.get(disputeLimits);
    const { text, uploadIds, idempotencyKey: key } = parseInput(statement(maxAttachments), input);
    const party = await this.parties.of(accountId);
    const at = this.clock.now();
    await this.database.transaction(async (tx) => {
      await requireActive(tx, accountId);
      const command = { accountId, idempotencyKey: key, command: 'state-case', at };
      if (await recordCommand(tx, { ...command, input: { engagementId, text, uploadIds }, subjectId: engagementId }))
        return;
      const { engagement, side } = requireSide(await lockEngagement(tx, engagementId), party);
      if (engagement.status !== 'DISPUTED') throw new EngagementNotInState(engagement.status);
      if ((await countStatements(tx, engagementId, side)) >= maxStatements) throw new CaseFull(maxStatements);
      await this.uploads.keep(tx, { ownerId: accountId, uploadIds, purposes: ['PHOTO'], field: 'uploadIds' });
      await insertStatement(tx, { engagementId, authorId: accountId, side, text, uploadIds, at });
    });
  }
}
