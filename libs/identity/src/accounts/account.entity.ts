import type { AccountId } from '@moments/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccountStatus } from '../domain/account-status.js';

/** Somebody who uses the product. A deleted account keeps its row, emptied of the person. */
@Entity('accounts')
export class AccountEntity {
  @PrimaryColumn('uuid') id!: AccountId;
  @Column('text', { nullable: true }) email!: string | null;
  /** Argon2id in PHC form; null for accounts that sign in at another issuer. */
  @Column('text', { nullable: true }) passwordHash!: string | null;
  /** ISO 3166 alpha-2. */
  @Column('text') region!: string;
  /** `YYYY-MM-DD` */
  @Column('date', { nullable: true }) birthDate!: string | null;
  @Column('text') status!: AccountStatus;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') statusChangedAt!: Date;
}
