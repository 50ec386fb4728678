import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { AccountId } from '@moments/kernel';
import { ConnectionOf } from '../graphql/connection.js';
import { DateTimeScalar, JsonScalar } from '../graphql/scalars.js';

/**
 * The way into what operators and moderators read. It has no field of its own: each context resolves its fields on it
 * (`@Resolver(() => OperatorQueryType)`). Whoever gets here has one of the two roles; a field that is for operators
 * alone calls `requireRole(viewer, 'OPERATOR')`.
 */
@ObjectType('OperatorQuery', { description: 'What only operators and moderators may read.' })
export class OperatorQueryType {}

@ObjectType('AuditEntry', { description: 'What an operator or moderator did; never changed afterwards.' })
export class AuditEntryType {
  @Field(() => ID) id!: string;
  @Field(() => DateTimeScalar) at!: Date;
  @Field(() => String, { description: '`subject.happened`, stable.' }) action!: string;
  @Field(() => ID, { nullable: true, description: 'Id of what it was done to, also when that is gone or private.' })
  subjectId?: string;
  @Field(() => JsonScalar, { description: 'Ids and numbers.' }) details!: object;

  /** Null when it was done from the command line. */
  actorId!: AccountId | null;
}

export const AuditEntryConnection = ConnectionOf(AuditEntryType, 'AuditEntry');
