import type { AccountId, SessionId } from '@moments/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type SessionEndReason =
  'signed_out' | 'revoked' | 'replayed' | 'password_changed' | 'crowded_out' | 'account_deleted';

/** A device that signed in once and has been refreshing since: one family of refresh tokens. */
@Entity('sessions')
export class SessionEntity {
  @PrimaryColumn('uuid') id!: SessionId;
  @Column('uuid') accountId!: AccountId;
  @Column('text', { nullable: true }) userAgent!: string | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') lastUsedAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('text', { nullable: true }) endReason!: SessionEndReason | null;
}
