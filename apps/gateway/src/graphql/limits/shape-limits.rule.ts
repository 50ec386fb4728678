import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';
import { type DocumentShape, shapeOf } from './document-shape.js';

/** Longest document in characters; it is refused before it is read. */
export const maxDocumentLength = 20_000;

/** Most tokens of a document; the parser stops there. The mobile app's largest document has some 400. */
export const maxDocumentTokens = 2_000;

/**
 * What an operation may be at most, with its fragments written out. These bound what validating and compiling it may
 * cost us; what executing it costs is bounded by `gateway.cost`.
 */
export const shapeLimits: Readonly<DocumentShape> = {
  depth: 15,
  fields: 1_000,
  aliases: 30,
  directives: 50,
  rootFields: 10,
};

const words: Readonly<Record<keyof DocumentShape, string>> = {
  depth: 'levels',
  fields: 'fields',
  aliases: 'aliases',
  directives: 'directives',
  rootFields: 'fields at its root',
};

/** Validation rule: every operation of the document stays within {@link shapeLimits}. */
export function shapeLimitsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const shape = shapeOf(context.getDocument(), operation);
      for (const measure of Object.keys(shapeLimits) as (keyof DocumentShape)[]) {
        if (shape[measure] <= shapeLimits[measure]) continue;
        context.reportError(
          new GraphQLError(
            `The operation has ${shape[measure]} ${words[measure]}; ${shapeLimits[measure]} are allowed.`,
            {
              nodes: operation,
              extensions: { reason: `too_many_${measure}` },
            },
          ),
        );
      }
    },
  };
}
