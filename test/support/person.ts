import { type AccountId, profileOf, toGlobalId } from '@moments/kernel';
import { SessionsService } from '@moments/identity';
import { type AnAccount, anAccount } from '@moments/testing/identity';
import type { TestGateway } from './gateway.js';

/** Somebody with an account and an open session. */
export interface Person {
  accountId: AccountId;
  profileId: string;
  token: string;
}

/** Makes an account and signs it in past the limits on signing up; a device more for an account that is given. */
export async function aPerson({ app, database }: TestGateway, account: AnAccount | AccountId = {}): Promise<Person> {
  const sessions = app.get(SessionsService);
  const accountId = typeof account === 'string' ? account : await anAccount({ database }, account);
  const rules = await sessions.rules();
  const session = await database.transaction((tx) => sessions.open(tx, { accountId }, rules));
  const { accessToken } = await sessions.tokensOf(session);
  return { accountId, profileId: toGlobalId('profile', profileOf(accountId)), token: accessToken };
}
