import { expect, it, jest } from '@jest/globals';
import { AccountsQueries, type IdentityData } from '@moments/identity';
import { newId } from '@moments/kernel';
import { databaseNeverAsked, storageNeverAsked } from '@moments/testing/platform';
import type { GraphqlContext } from '../graphql/context.js';
import type { AccountType } from './account.types.js';
import { PersonalDataResolver } from './personal-data.resolver.js';

const accountId = newId<'account'>();
const held: IdentityData = {
  account: { id: accountId, email: null, region: 'RU', createdAt: new Date(0), roles: ['VIEWER'], birthDate: null },
  profile: { handle: 'ada', displayName: 'Ada', bio: '', avatar: null, formerHandles: [] },
  sessions: [],
  signsInAt: [],
};

it('what is held about a person is read once per request, under however many names it is asked for', async () => {
  const accounts = new AccountsQueries(databaseNeverAsked());
  const dataOf = jest.spyOn(accounts, 'dataOf').mockResolvedValue(held);
  const resolver = new PersonalDataResolver(accounts, storageNeverAsked());
  const ask = (context: GraphqlContext) => resolver.personalData(context, { accountId } as AccountType);
  const [request, next] = [{ viewer: { accountId } } as GraphqlContext, { viewer: { accountId } } as GraphqlContext];
  const told = await Promise.all([ask(request), ask(request), ask(request)]);
  expect(told[2]).toMatchObject({ profile: { handle: 'ada', avatarUrl: null } });
  expect(dataOf).toHaveBeenCalledTimes(1);
  await ask(next);
  expect(dataOf).toHaveBeenCalledTimes(2);
});
