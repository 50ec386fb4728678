import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AccountsQueries, type IdentityData } from '@moments/identity';
import { type AccountId, NotFound, profileOf, toGlobalId } from '@moments/kernel';
import { bestVariant, storedFile } from '@moments/media';
import { ObjectStorage } from '@moments/platform';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';
import { JsonScalar } from '../graphql/scalars.js';
import { AccountType } from './account.types.js';

/** What is held about a person, for them to take along. */
@Resolver(() => AccountType)
export class PersonalDataResolver {
  // Read once per request, under however many names it is asked for. Nobody sees another's, so there is one id at most.
  private readonly data = batched<AccountId, IdentityData>(async (ids) => {
    const found = await Promise.all(ids.map(async (id) => [id, await this.accounts.dataOf(id)] as const));
    return new Map(found.flatMap(([id, data]) => (data ? [[id, data] as const] : [])));
  });

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
  async personalData(@Context() context: GraphqlContext, @Parent() { accountId }: AccountType): Promise<unknown> {
    const data = await this.data.load(context, accountId);
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
