import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from './fragments.js';

/** How big one operation is with every fragment written out in its place. */
export interface DocumentShape {
  /** Fields on the longest way down; `{ me { id } }` is 2. */
  depth: number;
  /** Fields altogether. */
  fields: number;
  aliases: number;
  directives: number;
  /** Fields of the operation itself. */
  rootFields: number;
}

const nothing: DocumentShape = { depth: 0, fields: 0, aliases: 0, directives: 0, rootFields: 0 };

/**
 * Measures an operation in one walk: each fragment is measured once and its numbers are added where it is spread, so a
 * pyramid of fragments costs no more to measure than to write. A fragment that spreads itself counts as nothing; that
 * is another rule's error.
 */
export function shapeOf(document: DocumentNode, operation: OperationDefinitionNode): DocumentShape {
  const fragments = fragmentsOf(document);
  const measured = new Map<string, DocumentShape>();

  const ofFragment = (name: string): DocumentShape => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const shape = fragment ? plusDirectives(ofSelections(fragment.selectionSet), fragment.directives) : nothing;
    measured.set(name, shape);
    return shape;
  };

  const ofSelections = (selectionSet: SelectionSetNode | undefined): DocumentShape => {
    let sum = nothing;
    for (const selection of selectionSet?.selections ?? []) {
      switch (selection.kind) {
        case Kind.FIELD: {
          const below = ofSelections(selection.selectionSet);
          const isIntrospection = selection.name.value.startsWith('__');
          sum = add(sum, {
            // Introspection nests by its nature (ofType of ofType …) and has its own switch.
            depth: isIntrospection ? 0 : below.depth + 1,
            fields: isIntrospection ? 1 : below.fields + 1,
            aliases: below.aliases + (selection.alias ? 1 : 0),
            directives: below.directives + (selection.directives?.length ?? 0),
            rootFields: 1,
          });
          break;
        }
        case Kind.INLINE_FRAGMENT:
          sum = add(sum, plusDirectives(ofSelections(selection.selectionSet), selection.directives));
          break;
        case Kind.FRAGMENT_SPREAD:
          sum = add(sum, plusDirectives(ofFragment(selection.name.value), selection.directives));
          break;
      }
    }
    return sum;
  };

  return plusDirectives(ofSelections(operation.selectionSet), operation.directives);
}

const add = (one: DocumentShape, other: DocumentShape): DocumentShape => ({
  depth: Math.max(one.depth, other.depth),
  fields: one.fields + other.fields,
  aliases: one.aliases + other.aliases,
  directives: one.directives + other.directives,
  rootFields: one.rootFields + other.rootFields,
});

const plusDirectives = (shape: DocumentShape, directives: readonly unknown[] | undefined): DocumentShape => ({
  ...shape,
  directives: shape.directives + (directives?.length ?? 0),
});
