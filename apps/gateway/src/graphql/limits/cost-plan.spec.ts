import { describe, expect, it } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { costOf, eventCostOf, planCost } from './cost-plan.js';
import { fragmentsOf } from './fragments.js';

const schema = buildSchema(`
  type Query { me: Person feed(first: Int = 10, after: String): Feed! nodes(ids: [ID!]!): [Node]! }
  type Mutation { like(id: ID!): Person rename(name: String!): Person }
  type Subscription { news: Person }
  interface Node { id: ID! }
  type Feed { edges: [Edge!]! total: Int! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! }
  type Edge { cursor: String! node: Person! }
  type Person implements Node { id: ID! name: String! tags: [String!]! friend: Person pets: [Pet!]! parts(numbers: [Int!]): [Pet!]! feed(first: Int = 10): Feed! }
  type Pet { name: String! }
`);

function cost(text: string, variables?: Record<string, unknown>, of = costOf): number {
  const document = parse(text);
  return of(planCost(schema, getOperationAST(document)!, fragmentsOf(document)), variables);
}

describe('the cost of an operation', () => {
  it('is a point for each object, and nothing for scalars and lists of scalars', () => {
    expect(cost('{ me { id name tags } }')).toBe(1);
    expect(cost('{ me { friend { friend { name } } } }')).toBe(3);
  });

  it('is never less than a point', () => {
    expect(cost('{ __typename }')).toBe(1);
  });

  it('multiplies what one item costs by the page size', () => {
    expect(cost('{ feed(first: 3) { edges { cursor node { id } } } }')).toBe(1 + 3 * 2);
    expect(cost('{ feed { edges { node { id } } } }')).toBe(1 + 10 * 2);
  });

  it('counts what stands beside the items once', () => {
    expect(cost('{ feed(first: 50) { total pageInfo { hasNextPage } } }')).toBe(2);
  });

  it('multiplies page by page when lists are nested', () => {
    expect(cost('{ feed(first: 50) { edges { node { feed(first: 50) { edges { node { id } } } } } } }')).toBe(
      1 + 50 * (2 + 1 + 50 * 2),
    );
  });

  it('takes five items for a list that does not say how long it is', () => {
    expect(cost('{ me { pets { name } } }')).toBe(1 + 5);
  });

  it('takes the page size from a variable, its default, or the schema’s default', () => {
    const document = (definition: string) => `query (${definition}) { feed(first: $n) { edges { cursor } } }`;
    expect(cost(document('$n: Int'), { n: 4 })).toBe(1 + 4);
    expect(cost(document('$n: Int = 7'), {})).toBe(1 + 7);
    expect(cost(document('$n: Int'), {})).toBe(1 + 10);
    expect(cost(document('$n: Int'), { n: null })).toBe(1 + 10);
    expect(cost(document('$n: Int'))).toBe(1 + 10);
  });

  it('is not made cheaper by a size below one, a broken one, or one inherited from a prototype', () => {
    const document = 'query ($n: Int) { feed(first: $n) { edges { cursor } } }';
    expect(cost(document, { n: 0 })).toBe(2);
    expect(cost(document, { n: -1_000 })).toBe(2);
    expect(cost('{ feed(first: -1000) { edges { cursor } } }')).toBe(2);
    expect(cost(document, { n: 'many' })).toBe(1 + 10);
    expect(cost(document, Object.create({ n: 1 }) as Record<string, unknown>)).toBe(1 + 10);
  });

  it('counts as many as there are ids', () => {
    expect(cost('{ nodes(ids: ["a", "b"]) { id } }')).toBe(2);
    expect(cost('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] })).toBe(3);
  });

  it('counts as many as there are numbers, and as many as the largest upload has parts when they are left out', () => {
    expect(cost('query ($n: [Int!]) { me { parts(numbers: $n) { name } } }', { n: [1, 2, 3] })).toBe(1 + 3);
    expect(cost('{ me { parts { name } } }')).toBe(1 + 128);
  });

  it('counts the same field once, however many fragments ask for it, and each alias anew', () => {
    const fragment = 'fragment F on Query { me { friend { id } } }';
    expect(cost(`{ me { friend { name } } ...F ...F } ${fragment}`)).toBe(2);
    expect(cost('{ me { id } again: me { id } }')).toBe(2);
    expect(cost('{ feed { edges { cursor } } again: feed { edges { cursor } } }')).toBe(2 * (1 + 10));
  });

  it('counts what each type of an interface asks for', () => {
    expect(cost('{ nodes(ids: ["a"]) { id ... on Person { friend { id } pets { name } } } }')).toBe(1 + 1 + 5);
  });

  it('adds ten for every field of a mutation and for a subscription', () => {
    expect(cost('mutation { like(id: "a") { id } }')).toBe(11);
    expect(cost('mutation { a: like(id: "a") { id } b: like(id: "a") { id } rename(name: "x") { id } }')).toBe(33);
    expect(cost('subscription { news { id } }')).toBe(11);
  });

  it('is for each event of a subscription what its objects cost', () => {
    expect(cost('subscription { news { id } }', undefined, eventCostOf)).toBe(1);
    const query = 'subscription ($n: Int) { news { feed(first: $n) { edges { node { id } } } } }';
    expect(cost(query, { n: 50 }, eventCostOf)).toBe(cost(query, { n: 50 }) - 10);
  });

  it('asks a flat hundred for introspection', () => {
    expect(cost('{ __schema { types { fields { type { name } } } } }')).toBe(100);
  });

  it('ends on fragments that spread each other in a circle', () => {
    expect(cost('{ ...A } fragment A on Query { me { id } ...B } fragment B on Query { ...A }')).toBe(1);
  });
});
