import { Forbidden } from '@moments/kernel';
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import type { GraphqlContext, ViewerContext } from './context.js';

/** What a type says of itself when its things belong to somebody; for `@Extensions`. */
interface OwnedExtensions {
  /** The fields that others may read who are given such a thing; all others are for its owner alone. */
  openFields: readonly string[];
}

/** For `@Extensions` of a type whose objects have an `accountId`. */
export const ownedExcept = (...openFields: readonly string[]): { owned: OwnedExtensions } => ({
  owned: { openFields },
});

/**
 * Has every field of an owned type refuse others than the owner, with `FORBIDDEN`, however they came by the object. A field
 * is closed until its type opens it: whoever adds one elsewhere need not think of it.
 */
export function closeOwnedTypes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    const owned = type.extensions.owned as OwnedExtensions | undefined;
    if (!owned || !isObjectType(type)) continue;
    for (const [name, field] of Object.entries(type.getFields())) {
      if (!owned.openFields.includes(name)) field.resolve = forOwner(field.resolve ?? defaultFieldResolver);
    }
  }
  return schema;
}

type Resolve = GraphQLFieldResolver<unknown, unknown>;

const forOwner =
  (resolve: Resolve): Resolve =>
  (source, parameters, context, info) => {
    if (!isOwner((context as GraphqlContext).viewer, source as Owned)) throw new Forbidden();
    return resolve(source, parameters, context, info);
  };

interface Owned {
  readonly accountId: string;
  readonly sessionId?: string;
}

/** An anonymous viewer has such a thing only in the answer that signs them in, which names the session. */
const isOwner = ({ accountId }: ViewerContext, source: Owned): boolean =>
  accountId === undefined || accountId === source.accountId || source.sessionId !== undefined;
