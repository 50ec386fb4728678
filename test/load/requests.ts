import { withClient } from '../../tools/stack/postgres.js';
import type { MeasuredServer } from './programs.js';

/** An operation as it travels. */
export interface PreparedRequest {
  method: 'POST';
  path: string;
  headers: Record<string, string>;
  body: string;
}

export const prepared = (token: string, body: string): PreparedRequest => ({
  method: 'POST',
  path: '/graphql',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  body,
});

/** How many statements reach the database for each of the requests, once what is kept for seconds has been read. */
export async function statementsPerRequest(
  databaseUrl: string,
  gateway: MeasuredServer,
  requests: readonly PreparedRequest[],
): Promise<number> {
  const send = async (request: PreparedRequest): Promise<void> => {
    await (await fetch(gateway.url + request.path, request)).text();
  };
  return withClient(databaseUrl, async (client) => {
    // Every statement of the database, by whoever: nobody but the gateway is connected.
    await client.query('create extension if not exists pg_stat_statements');
    for (const request of requests) await send(request);
    await client.query('select pg_stat_statements_reset()');
    for (const request of requests) await send(request);
    const { rows } = await client.query<{ calls: string }>(
      `select coalesce(sum(calls), 0) as calls from pg_stat_statements
        where dbid = (select oid from pg_database where datname = current_database()) and query not like '%pg_stat_statements%'`,
    );
    return Number(rows[0]?.calls) / requests.length;
  });
}

const unlimited = { capacity: 1e9, restoredPerSecond: 1e9 };

/** The limit that protects the product from one busy client is opened wide: here there is nobody else. */
export async function openLimits(databaseUrl: string): Promise<void> {
  const value = { perOperation: 1e6, rejected: 1, account: unlimited, address: unlimited };
  await withClient(databaseUrl, (client) =>
    client.query(
      `insert into settings (name, version, value, set_by, set_at) values ('gateway.cost', 1, $1, 'bench', now())`,
      [JSON.stringify(value)],
    ),
  );
}
