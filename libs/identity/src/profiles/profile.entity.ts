import type { AccountId } from '@moments/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Avatar } from './avatar.js';

/** The public face of an account, under the account's own UUID. */
@Entity('profiles')
export class ProfileEntity {
  @PrimaryColumn('uuid') id!: AccountId;
  @Column('text') handle!: string;
  @Column('text') displayName!: string;
  @Column('text') bio!: string;
  @Column('jsonb', { nullable: true }) avatar!: Avatar | null;
  /** What the handle looks like; Postgres works it out. */
  @Column({ type: 'text', insert: false, update: false }) readonly handleSkeleton!: string;
  @Column('timestamptz') createdAt!: Date;
  /** Set when the account was deleted; what is left shows nobody. */
  @Column('timestamptz', { nullable: true }) erasedAt!: Date | null;
}
