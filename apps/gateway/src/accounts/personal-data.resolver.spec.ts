import { expect, it, jest } from '@jest/globals';
import type { AccountsQueries, IdentityData } from '@moments/identity';
import { newId } from '@moments/kernel';
import type { ObjectStorage } from '@moments/platform';
import type { GraphqlContext } from '../graphql/context.js';
import type { AccountType } from './account.types.js';
import { PersonalDataResolver } from './personal-data.resolver.js';

it('what is held about a person is read once per request, under however many names it is asked for', async () => {
  const accountId = newId<'account'>();
  const held = { account: { id: accountId }, profile: { handle: 'ada', avatar: null } } as unknown as IdentityData;
  const dataOf = jest.fn<AccountsQueries['dataOf']>(() => Promise.resolve(held));
  const resolver = new PersonalDataResolver({ dataOf } as unknown as AccountsQueries, {} as ObjectStorage);
  const ask = (context: GraphqlContext) => resolver.personalData(context, { accountId } as AccountType);
  const [request, next] = [{ viewer: { accountId } } as GraphqlContext, { viewer: { accountId } } as GraphqlContext];
  const told = await Promise.all([ask(request), ask(request), ask(request)]);
  expect(told[2]).toMatchObject({ profile: { handle: 'ada', avatarUrl: null } });
  expect(dataOf).toHaveBeenCalledTimes(1);
  await ask(next);
  expect(dataOf).toHaveBeenCalledTimes(2);
});
