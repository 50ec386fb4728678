import { AccessTokens, authenticationEnvironment, authenticationOptionsFrom } from '@moments/identity';
import { newId, SystemClock } from '@moments/kernel';
import { z } from 'zod';
import { withClient } from '../../../tools/stack/postgres.js';
import { seededId } from '../feed/seed.js';

const lifetimeMs = 3_600_000;

/** Signs the first `count` seeded accounts in, past their passwords, which they have none of: a token for each. */
export async function signIn(databaseUrl: string, count: number): Promise<string[]> {
  const tokens = new AccessTokens(
    authenticationOptionsFrom(z.object(authenticationEnvironment).parse(process.env)),
    new SystemClock(),
  );
  const sessions = Array.from({ length: count }, (_, index) => ({
    accountId: seededId('account', index + 1),
    sessionId: newId<'session'>(),
  }));
  await withClient(databaseUrl, (client) =>
    client.query(
      `insert into sessions (id, account_id, created_at, last_used_at, expires_at)
       select id, account_id, now(), now(), now() + interval '1 day'
         from unnest($1::uuid[], $2::uuid[]) as session (id, account_id)`,
      [sessions.map(({ sessionId }) => sessionId), sessions.map(({ accountId }) => accountId)],
    ),
  );
  return Promise.all(sessions.map(async (holder) => (await tokens.issue({ ...holder, lifetimeMs })).token));
}
