import { Extensions, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type Feature, features, type Role, roles } from '@moments/identity';
import type { AccountId, SessionId } from '@moments/kernel';
import { enumOf } from '../graphql/enum-of.js';
import { NodeType } from '../graphql/node.types.js';
import { ownedExcept } from '../graphql/owned-types.js';
import { DateScalar, DateTimeScalar } from '../graphql/scalars.js';
import { Payload } from '../graphql/user-error.types.js';

const RoleEnum = enumOf(roles);
registerEnumType(RoleEnum, { name: 'Role' });
/** What opens on its own; see `FeatureAccess`. */
export const FeatureEnum = enumOf(features);
registerEnumType(FeatureEnum, {
  name: 'Feature',
  description: 'What opens on its own, by region and share of accounts.',
});

@ObjectType('FeatureAccess')
export class FeatureAccessType {
  @Field(() => FeatureEnum) feature!: Feature;
  @Field(() => Boolean) available!: boolean;
  @Field(() => String, {
    nullable: true,
    description: 'Why it is not: `closed`, `not_in_your_region` or `not_for_you_yet`.',
  })
  reason?: string;
}

@ObjectType('Session', { description: 'A signed-in device.' })
export class SessionType {
  @Field(() => ID) id!: string;
  @Field(() => String, { nullable: true }) userAgent?: string | null;
  @Field(() => DateTimeScalar) createdAt!: Date;
  @Field(() => DateTimeScalar, { description: 'When it was last refreshed.' }) lastUsedAt!: Date;
  @Field(() => Boolean, { description: 'Whether it is the device that asks.' }) current!: boolean;
}

@Extensions(ownedExcept('id', 'roles', 'region', 'createdAt', 'profile', 'monetization'))
@ObjectType('Account', {
  implements: () => NodeType,
  description: 'Somebody who uses the product; what is private of it is for themselves, `FORBIDDEN` to operators, too.',
})
export class AccountType extends NodeType {
  @Field(() => String, { description: 'Empty when another issuer vouches for the account and did not tell it.' })
  email!: string;
  @Field(() => [RoleEnum]) roles!: readonly Role[];
  @Field(() => String, { description: 'ISO 3166-1 alpha-2.' }) region!: string;
  @Field(() => DateTimeScalar) createdAt!: Date;

  accountId!: AccountId;
  /** The session that the answer is for. */
  sessionId?: SessionId;
}

@ObjectType('AuthPayload')
export class AuthPayload extends Payload {
  @Field(() => String, { nullable: true, description: 'Sent as `Authorization: Bearer …`.' }) accessToken?: string;
  @Field(() => String, {
    nullable: true,
    description: 'Brings the next pair, once. If it is used a second time the whole session ends.',
  })
  refreshToken?: string;
  @Field(() => DateTimeScalar, { nullable: true, description: 'When the access token runs out.' }) expiresAt?: Date;
  @Field(() => AccountType, { nullable: true }) account?: AccountType;
}

@ObjectType('AccountPayload')
export class AccountPayload extends Payload {
  @Field(() => AccountType, { nullable: true }) account?: AccountType;
}

@InputType()
export class SignUpInput {
  @Field(() => String) email!: string;
  @Field(() => String, { description: '10 to 200 characters, and none that are tried first.' }) password!: string;
  @Field(() => String, { description: '3 to 30 Latin letters, digits, dots or underscores.' }) handle!: string;
  @Field(() => String, { description: '1 to 50 characters.' }) displayName!: string;
  @Field(() => String, { description: 'ISO 3166-1 alpha-2.' }) region!: string;
  @Field(() => DateScalar, { nullable: true }) birthDate?: string | null;
}

@InputType()
export class SignInInput {
  @Field(() => String) email!: string;
  @Field(() => String) password!: string;
}

@InputType()
export class ChangePasswordInput {
  @Field(() => String) currentPassword!: string;
  @Field(() => String) newPassword!: string;
}
