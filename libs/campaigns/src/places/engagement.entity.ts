import type { AccountId, CampaignId, EngagementId, MomentId, SellerId } from '@moments/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EngagementStatus } from '../domain/engagement-machine.js';

/** One creator's part in one order. */
@Entity('engagements')
export class EngagementEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: EngagementId;
  @Column({ type: 'uuid' }) campaignId!: CampaignId;
  @Column({ type: 'uuid' }) sellerId!: SellerId;
  @Column({ type: 'uuid' }) creatorId!: AccountId;
  @Column({ type: 'text' }) status!: EngagementStatus;
  /** The terms that hold between the two. */
  @Column({ type: 'integer' }) termsVersion!: number;
  /** Minor units of the campaign's currency. */
  @Column({ type: 'bigint' }) rewardMinor!: string;
  /** What the creator said when applying. */
  @Column({ type: 'text', nullable: true }) message!: string | null;
  @Column({ type: 'smallint' }) revisionsLeft!: number;
  /** Until when the creator has to act. */
  @Column({ type: 'timestamptz', nullable: true }) dueAt!: Date | null;
  @Column({ type: 'uuid', nullable: true }) momentId!: MomentId | null;
  @Column({ type: 'timestamptz', nullable: true }) submittedAt!: Date | null;
  /** When silence becomes approval. */
  @Column({ type: 'timestamptz', nullable: true }) reviewDueAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) approvedAt!: Date | null;
  /** When the moment will have stayed published for long enough. */
  @Column({ type: 'timestamptz', nullable: true }) payableAt!: Date | null;
  /** Where a dispute found it. */
  @Column({ type: 'text', nullable: true }) disputedFrom!: EngagementStatus | null;
  /** Why it ended: `withdrawn`, `deadline_passed`. */
  @Column({ type: 'text', nullable: true }) endReason!: string | null;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'timestamptz' }) updatedAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) endedAt!: Date | null;
}
