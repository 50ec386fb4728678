import { hashOf } from '../../apps/gateway/src/graphql/documents/registered-documents.js';
import { GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { z } from 'zod';

/** What Apollo's clients write at their build: https://www.apollographql.com/docs/graphos/platform/security/persisted-queries */
const apolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  operations: z.array(z.object({ body: z.string() })),
});
/** What the Relay compiler writes, and this tool itself: a text by its hash. */
const textByHash = z.record(z.string(), z.string());

/** A file that an app's build has made. */
interface AppFile {
  readonly path: string;
  readonly text: string;
}

/** The documents of a file, as the app sends them: of a `.graphql` file its text, to the byte. */
export function documentsOf({ path, text }: AppFile): string[] {
  if (!path.endsWith('.json')) return [text];
  const manifest: unknown = JSON.parse(text);
  const apollo = apolloManifest.safeParse(manifest);
  if (apollo.success) return apollo.data.operations.map(({ body }) => body);
  return Object.values(textByHash.parse(manifest));
}

/** What of a document this schema does not answer; empty for a good one. */
export function problemsOf(schema: GraphQLSchema, document: string): string[] {
  try {
    return validate(schema, parse(document)).map(({ message }) => message);
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message];
    throw error;
  }
}

/** The list that the gateway reads (`GRAPHQL_REGISTERED_DOCUMENTS`): sorted, so that two of them can be compared. */
export function listOf(documents: readonly string[]): Record<string, string> {
  const entries = documents.map((text) => [hashOf(text), text] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
