import {
  type ASTNode,
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  type OperationDefinitionNode,
  type ValidationContext,
} from 'graphql';
import { type DocumentShape, shapeOf } from './document-shape.js';
import { fragmentsOf } from './fragments.js';
import { repeatedKeys } from './repeated-keys.js';

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

/** How often one key of the answer may be selected at one place of it; fragments of a document do select some twice. */
export const maxRepeats = 20;

/**
 * Validation rule: every operation of the document stays within {@link shapeLimits}, and no key is selected more often
 * than {@link maxRepeats}, in fragments that nobody uses neither. To be validated before the rules of the
 * specification: one of them compares all selections of a key with one another.
 */
export function shapeLimitsRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation) {
      const shape = shapeOf(context.getDocument(), operation);
      const over = (Object.keys(shapeLimits) as (keyof DocumentShape)[]).filter(
        (measure) => shape[measure] > shapeLimits[measure],
      );
      for (const measure of over) {
        const message = `The operation has ${shape[measure]} ${words[measure]}; ${shapeLimits[measure]} are allowed.`;
        report(context, operation, { message, reason: `too_many_${measure}` });
      }
      if (over.length === 0) checkRepeats(context, operation);
    },
    FragmentDefinition: (fragment) => checkRepeats(context, fragment),
  };
}

function checkRepeats(
  context: ValidationContext,
  definition: OperationDefinitionNode | FragmentDefinitionNode,
): undefined {
  const fragments = fragmentsOf(context.getDocument());
  const { most, isCutShort } = repeatedKeys(definition.selectionSet, fragments, shapeLimits.fields);
  if (most > maxRepeats) {
    const message = `The same is selected ${most} times at one place; ${maxRepeats} times are allowed.`;
    report(context, definition, { message, reason: 'too_many_repeats' });
  } else if (isCutShort) {
    const message = `There are more than ${shapeLimits.fields} fields with the fragments written out.`;
    report(context, definition, { message, reason: 'too_many_fields' });
  }
}

const report = (context: ValidationContext, nodes: ASTNode, { message, reason }: { message: string; reason: string }) =>
  context.reportError(new GraphQLError(message, { nodes, extensions: { reason } }));
