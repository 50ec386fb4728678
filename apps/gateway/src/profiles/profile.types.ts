import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type Badge, badges } from '@moments/identity';
import type { AccountId } from '@moments/kernel';
import { enumOf } from '../graphql/enum-of.js';
import { NodeType } from '../graphql/node.types.js';
import { ImageType } from '../moments/image.types.js';

/** What the platform vouches for; of profiles and sellers alike. */
export const BadgeEnum = enumOf(badges);
registerEnumType(BadgeEnum, { name: 'Badge', description: 'What the platform vouches for.' });

@ObjectType('Profile', { implements: () => NodeType, description: 'The public face of an account.' })
export class ProfileType extends NodeType {
  @Field(() => String, { description: 'Unique without regard to case and look-alike letters.' }) handle!: string;
  @Field(() => String) displayName!: string;
  @Field(() => String) bio!: string;
  @Field(() => ImageType, { nullable: true, description: 'A square.' }) avatar?: ImageType;
  @Field(() => [BadgeEnum]) badges!: readonly Badge[];

  /** Whose face it is; other contexts resolve their fields by it. */
  accountId!: AccountId;
  /** Only what shows a viewer whom they have blocked: none of what the profile has made, and none of its ties. */
  shell?: boolean;
}
