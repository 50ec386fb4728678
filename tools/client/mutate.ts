import { randomUUID } from 'node:crypto';
import type { GraphqlClient, Variables } from './graphql-client.js';

interface UserErrors {
  userErrors: { code: string; message: string }[];
}

/** A mutation answered with something to mend. */
class Refused extends Error {
  constructor(readonly userErrors: UserErrors['userErrors']) {
    super(userErrors.map(({ code, message }) => `${code}: ${message}`).join('; '));
    this.name = 'Refused';
  }
}

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
  const [payload] = Object.values(data);
  if (!payload) throw new Error('a document without a mutation');
  if (payload.userErrors.length > 0) throw new Refused(payload.userErrors);
  return payload;
}
