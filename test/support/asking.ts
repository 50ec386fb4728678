import type { TestGateway } from './gateway.js';
import type { Person } from './person.js';

type Variables = Record<string, unknown>;

/** Asks a gateway in short words: `ask` gives what was answered and throws what was refused, `refusalOf` the other way round. */
export function asking(gateway: () => TestGateway) {
  return {
    ask: async <Data>(document: string, person?: Person, variables: Variables = {}): Promise<Data> => {
      const { data, errors } = await gateway().query<Data>(document, variables, { token: person?.token });
      if (errors || !data) throw new Error(`refused: ${JSON.stringify(errors)}`);
      return data;
    },
    refusalOf: async (document: string, person: Person, variables: Variables = {}) =>
      (await gateway().query(document, variables, { token: person.token })).errors?.[0],
  };
}
