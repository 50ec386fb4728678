import type { SessionId } from '@moments/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One link in a session's chain of refresh tokens. */
@Entity('refresh_tokens')
export class RefreshTokenEntity {
  /** SHA-256 of the token, which itself is never stored. */
  @PrimaryColumn('bytea') tokenHash!: Buffer;
  @Column('uuid') sessionId!: SessionId;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz', { nullable: true }) usedAt!: Date | null;
  /** The token that took its place, readable only with this one in hand. */
  @Column('bytea', { nullable: true }) sealedSuccessor!: Buffer | null;
}
