import { randomUUID } from 'node:crypto';
import type { GraphqlClient, Variables } from './graphql-client.js';
import { accepted, type UserErrors } from './journey.js';

/**
 * Sends a document with one mutation and gives its payload; throws what there is to mend in it. `$key` is a fresh
 * idempotency key unless given.
 */
export async function mutate<Payload extends object>(
  client: GraphqlClient,
  document: string,
  variables: Variables = {},
): Promise<Payload> {
  const data = await client.send<Record<string, Payload & UserErrors>>(document, { key: randomUUID(), ...variables });
  const [field = ''] = Object.keys(data);
  return accepted(data, field)[field] as Payload;
}
