import type { AccountId, CampaignId, Currency, SellerId } from '@moments/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CampaignKind } from '../domain/campaign-kinds.js';
import type { CampaignStatus } from '../domain/campaign-machine.js';

/** What every kind of campaign has. */
@Entity('campaigns')
export class CampaignEntity {
  @PrimaryColumn({ type: 'uuid' }) id!: CampaignId;
  @Column({ type: 'text' }) kind!: CampaignKind;
  /** Who made it. */
  @Column({ type: 'uuid' }) ownerId!: AccountId;
  /** Whose money it is. */
  @Column({ type: 'uuid' }) sellerId!: SellerId;
  @Column({ type: 'text' }) status!: CampaignStatus;
  @Column({ type: 'text' }) currency!: Currency;
  /** The newest; whoever takes part has their own. */
  @Column({ type: 'integer' }) termsVersion!: number;
  @Column({ type: 'timestamptz' }) deadline!: Date;
  @Column({ type: 'integer' }) places!: number;
  @Column({ type: 'integer' }) placesTaken!: number;
  /** Minor units; commission that was paid and not taken back. */
  @Column({ type: 'bigint' }) commissionSpentMinor!: string;
  /** From then on no commission is paid. */
  @Column({ type: 'timestamptz', nullable: true }) commissionEndedAt!: Date | null;
  @Column({ type: 'integer' }) escrowMoves!: number;
  @Column({ type: 'timestamptz' }) createdAt!: Date;
  @Column({ type: 'timestamptz' }) updatedAt!: Date;
  @Column({ type: 'timestamptz', nullable: true }) publishedAt!: Date | null;
  @Column({ type: 'timestamptz', nullable: true }) endedAt!: Date | null;
  @Column({ type: 'timestamptz' }) listedAt!: Date;
}
