import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AccountsQueries } from '@moments/identity';
import { NotFound, profileOf, toGlobalId } from '@moments/kernel';
import { bestVariant, storedFile } from '@moments/media';
import { ObjectStorage } from '@moments/platform';
import { JsonScalar } from '../graphql/scalars.js';
import { AccountType } from './account.types.js';

/** What is held about a person, for them to take along. */
@Resolver(() => AccountType)
export class PersonalDataResolver {
  constructor(
    private readonly accounts: AccountsQueries,
    private readonly storage: ObjectStorage,
  ) {}

  @ResolveField(() => JsonScalar, {
    description:
      'All that is held about you as a person, to take along: `account`, `profile` with the handles that you gave up, ' +
      '`sessions` as long as they are kept, and `signsInAt`, the issuers that vouch for you. What you have made, done ' +
      'and earned is in the other fields of your account and profile.',
  })
  async personalData(@Parent() { accountId }: AccountType): Promise<unknown> {
    const data = await this.accounts.dataOf(accountId);
    if (!data) throw new NotFound('account');
    const { avatar, ...profile } = data.profile;
    return {
      ...data,
      account: { ...data.account, id: toGlobalId('account', accountId) },
      profile: {
        ...profile,
        id: toGlobalId('profile', profileOf(accountId)),
        avatarUrl: avatar && this.storage.publicUrl(storedFile(avatar.base, bestVariant(avatar).file)),
      },
    };
  }
}
