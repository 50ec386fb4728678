import type { AccountId } from '@moments/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What an operator did, once and for all: rows are only ever added. */
@Entity('audit_log')
export class AuditEntryEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('timestamptz') at!: Date;
  /** Null when it was done from the command line. */
  @Column('uuid', { nullable: true }) actorId!: AccountId | null;
  @Column('text') action!: string;
  /** Global id of what it was done to. */
  @Column('text', { nullable: true }) subject!: string | null;
  @Column('jsonb') details!: object;
}
