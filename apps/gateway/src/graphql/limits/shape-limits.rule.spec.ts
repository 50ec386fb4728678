import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { shapeOf } from './document-shape.js';
import { maxRepeats, shapeLimits, shapeLimitsRule } from './shape-limits.rule.js';

const schema = buildSchema('type Query { a: Query b(x: Int): Query n: Int }');

const problems = (document: string): readonly GraphQLError[] => validate(schema, parse(document), [shapeLimitsRule]);
const reasons = (document: string) => problems(document).map(({ extensions }) => extensions.reason);

const nested = (depth: number): string => (depth === 1 ? '{ n }' : `{ a ${nested(depth - 1)} }`);
const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

/** How often the selections of fragments are looked into while the document's operation is measured. */
function fragmentsReadIn(text: string): number {
  const document = parse(text);
  let reads = 0;
  for (const fragment of document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)) {
    const { selectionSet } = fragment as FragmentDefinitionNode;
    Object.defineProperty(fragment, 'selectionSet', { get: () => (reads++, selectionSet) });
  }
  shapeOf(document, document.definitions[0] as OperationDefinitionNode);
  return reads;
}

describe('limits on the shape of a document', () => {
  it.each([
    ['depth', nested],
    ['fields', (count: number) => `{ a { ${times(count - 1, (index) => `f${index}`)} } }`],
    ['aliases', (count: number) => `{ a { ${times(count, (index) => `n${index}: n`)} } }`],
    ['directives', (count: number) => `{ a ${times(count, () => '@include(if: true)')} { n } }`],
    ['rootFields', (count: number) => `{ ${times(count, () => 'n')} }`],
  ] as const)('allows as many %s as the limit and not one more', (measure, document) => {
    expect(reasons(document(shapeLimits[measure]))).toEqual([]);
    expect(reasons(document(shapeLimits[measure] + 1))).toEqual([`too_many_${measure}`]);
  });

  it('counts a fragment where it is spread, as often as it is spread', () => {
    const fragment = `fragment F on Query { ${times(10, (index) => `n${index}: n`)} }`;
    expect(reasons(`{ a { ...F } b { ...F } } ${fragment}`)).toEqual([]);
    expect(reasons(`{ a { ...F } b { ...F a { ...F a { ...F } } } } ${fragment}`)).toEqual(['too_many_aliases']);
  });

  it('counts inline fragments as if they were not there', () => {
    expect(reasons(`{ ... on Query { ... { ... on Query ${nested(shapeLimits.depth)} } } }`)).toEqual([]);
    expect(reasons(`{ ... on Query { a ${nested(shapeLimits.depth)} } }`)).toEqual(['too_many_depth']);
  });

  it('reads every fragment of a pyramid once, though written out it has 2^200 fields', () => {
    const pyramid = times(
      200,
      (index) => `fragment F${index} on Query { a { ...F${index + 1} } b { ...F${index + 1} } }`,
    );
    const document = `{ ...F0 } ${pyramid} fragment F200 on Query { n }`;
    expect(fragmentsReadIn(document)).toBe(201);
    expect(reasons(document)).toContain('too_many_fields');
  });

  it('survives fragments that spread each other in a circle, which is another rule’s error', () => {
    const circle = '{ ...A } fragment A on Query { a { ...B } } fragment B on Query { a { ...A } }';
    expect(reasons(circle)).toEqual([]);
    expect(validate(schema, parse(circle), [...specifiedRules, shapeLimitsRule])).not.toEqual([]);
  });

  it('measures every operation of a document, not only the one that is asked for', () => {
    expect(reasons(`query Small { n } query Deep ${nested(shapeLimits.depth + 1)}`)).toEqual(['too_many_depth']);
  });

  it.each([
    ['in one selection set', (count: number) => `{ a { ${times(count, () => 'b { n }')} } }`],
    [
      'in selection sets that are merged',
      (count: number) => `{ ${times(2, () => `a { ${times(count / 2, () => 'n')} }`)} }`,
    ],
    ['under one alias', (count: number) => `{ a { ${times(count, () => 'n: n')} } }`],
    ['in inline fragments', (count: number) => `{ a { ${times(count, () => '... on Query { n }')} } }`],
    [
      'in several fragments',
      (count: number) =>
        `{ a { ${times(count, (index) => `...F${index}`)} } } ${times(count, (index) => `fragment F${index} on Query { n }`)}`,
    ],
    ['in a fragment that nobody uses', (count: number) => `{ n } fragment F on Query { ${times(count, () => 'n')} }`],
    ['in introspection', (count: number) => `{ __schema { ${times(count, () => 'types { name }')} } }`],
  ])('allows the same as often as the limit and not twice more, %s', (_where, document) => {
    expect(reasons(document(maxRepeats))).toEqual([]);
    expect(reasons(document(maxRepeats + 2))).toContain('too_many_repeats');
  });

  it('counts a fragment that is spread again at the same place once', () => {
    expect(reasons(`{ a { ${times(maxRepeats + 1, () => '...F')} } } fragment F on Query { n }`)).toEqual([]);
  });

  it('does not write out a pyramid of fragments that nobody uses, or that hides in introspection', () => {
    const levels = times(
      60,
      (index) => `fragment F${index} on Query { a { ...F${index + 1} } b { ...F${index + 1} } }`,
    );
    const pyramid = `${levels} fragment F60 on Query { n }`;
    expect(reasons(`{ n } ${pyramid}`)).toContain('too_many_fields');
    expect(reasons(`{ __schema { ...F0 } } ${pyramid}`)).toContain('too_many_fields');
  });

  it('leaves the nesting of introspection out', () => {
    const ofType = (depth: number): string => (depth === 0 ? 'name' : `ofType { ${ofType(depth - 1)} }`);
    expect(reasons(`{ __schema { types { ${ofType(20)} } } }`)).toEqual([]);
  });

  it('says in the message how much there is and how much is allowed', () => {
    expect(problems(nested(16)).map(({ message }) => message)).toEqual([
      'The operation has 16 levels; 15 are allowed.',
    ]);
  });
});
