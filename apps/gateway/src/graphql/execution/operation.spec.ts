import { describe, expect, it } from '@jest/globals';
import {
  execute,
  type ExecutionResult,
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { GraphqlContext } from '../context.js';
import { DateTimeScalar } from '../scalars.js';
import { operationOf } from './operation.js';

const required = <Type extends ConstructorParameters<typeof GraphQLNonNull>[0]>(type: Type) => new GraphQLNonNull(type);

const Shout = new GraphQLScalarType<string, string>({
  name: 'Shout',
  serialize: (value) => {
    if (typeof value !== 'string') throw new GraphQLError('cannot shout that');
    return value.toUpperCase();
  },
  parseValue: (value) => (value as string).toLowerCase(),
});
const Mood = new GraphQLEnumType({ name: 'Mood', values: { GOOD: { value: 'good' }, BAD: { value: 7 } } });
const Node = new GraphQLInterfaceType({
  name: 'Node',
  fields: { id: { type: required(GraphQLID) } },
  resolveType: ({ kind }: { kind: string }) => kind,
});
const Person: GraphQLObjectType = new GraphQLObjectType({
  name: 'Person',
  interfaces: [Node],
  fields: () => ({
    id: { type: required(GraphQLID) },
    name: { type: required(GraphQLString) },
    mood: { type: Mood },
    bornAt: { type: DateTimeScalar },
    height: { type: GraphQLFloat },
    shout: { type: Shout },
    lateName: { type: GraphQLString, resolve: (person: unknown) => Promise.resolve((person as { name: string }).name) },
    friend: { type: Person, resolve: (person: unknown) => (person as { friend?: unknown }).friend },
    friends: { type: new GraphQLList(required(Person)) },
    fails: { type: GraphQLString, resolve: () => Promise.reject(new Error('failed')) },
    throws: { type: GraphQLString, resolve: () => throwing('thrown') },
    givesError: { type: GraphQLString, resolve: () => new Error('given') },
    strictlyNull: { type: required(GraphQLString), resolve: () => null },
    strictlyFails: { type: required(GraphQLString), resolve: () => Promise.reject(new Error('strict')) },
    badInt: { type: GraphQLInt, resolve: () => 'many' },
    badEnum: { type: Mood, resolve: () => 'unheard of' },
  }),
});
const Pet = new GraphQLObjectType({
  name: 'Pet',
  interfaces: [Node],
  fields: { id: { type: required(GraphQLID) }, legs: { type: GraphQLInt } },
});
const Filter: GraphQLInputObjectType = new GraphQLInputObjectType({
  name: 'Filter',
  fields: () => ({
    text: { type: required(GraphQLString) },
    limit: { type: GraphQLInt, defaultValue: 3 },
    mood: { type: Mood },
    since: { type: DateTimeScalar },
    inner: { type: Filter },
    tags: { type: new GraphQLList(required(GraphQLString)) },
  }),
});

const ada = { kind: 'Person', id: 'a', name: 'Ada', mood: 'good', bornAt: new Date(0), height: 1.5, shout: 'hey' };
const bob = { kind: 'Person', id: 'b', name: 'Bob', mood: 7, shout: 4, friend: ada, friends: [ada, ada] };
const rex = { kind: 'Pet', id: 'r', legs: 4 };

const written = (log: string[], entry: string) => {
  log.push(entry);
  return Promise.resolve(log.join(','));
};

const schema = new GraphQLSchema({
  types: [Person, Pet],
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      bob: { type: Person, resolve: () => bob },
      strictBob: { type: required(Person), resolve: () => Promise.resolve(bob) },
      nobody: { type: Person, resolve: () => undefined },
      nodes: { type: new GraphQLList(Node), resolve: () => [ada, Promise.resolve(rex), null] },
      strictNodes: { type: required(new GraphQLList(required(Node))), resolve: () => [ada, null, rex] },
      unknownNode: { type: Node, resolve: () => ({ kind: 'Unheard', id: 'x' }) },
      notAList: { type: new GraphQLList(GraphQLInt), resolve: () => 5 },
      partlyFailing: {
        type: new GraphQLList(GraphQLInt),
        resolve: () => [1, Promise.reject(new Error('item')), Promise.resolve(3)],
      },
      echo: {
        type: GraphQLString,
        args: {
          filter: { type: Filter },
          number: { type: GraphQLInt, defaultValue: 1 },
          ids: { type: new GraphQLList(required(GraphQLID)) },
          flag: { type: GraphQLBoolean },
          strict: { type: required(GraphQLInt), defaultValue: 2 },
        },
        resolve: (_root, args: object) => JSON.stringify(Object.entries(args).sort(([a], [b]) => a.localeCompare(b))),
      },
      path: {
        type: GraphQLString,
        resolve: (_root, _args, _context, info) =>
          [
            info.fieldName,
            info.parentType.name,
            info.path.key,
            String(info.returnType),
            info.operation.operation,
          ].join(),
      },
      context: { type: GraphQLString, resolve: (_root, _args, context: GraphqlContext) => context.request.id },
    },
  }),
  mutation: new GraphQLObjectType<unknown, { log: string[] }>({
    name: 'Mutation',
    fields: {
      write: {
        type: GraphQLString,
        args: { entry: { type: required(GraphQLString) } },
        resolve: (_root, { entry }: { entry: string }, { log }) =>
          new Promise((resolve) => setTimeout(() => resolve(written(log, entry)), entry === 'slow' ? 20 : 0)),
      },
      failing: { type: GraphQLString, resolve: () => Promise.reject(new Error('not written')) },
    },
  }),
});

function throwing(message: string): never {
  throw new Error(message);
}

const makeContext = (): GraphqlContext & { log: string[] } => ({
  viewer: { roles: ['VIEWER'], region: 'RU', locale: 'en' },
  request: { id: 'r1', address: '', outcome: {} },
  log: [],
});

/** Errors come in the order in which they happen to be found, which the specification leaves open. */
const comparable = ({ data, errors }: ExecutionResult) => ({
  data: JSON.parse(JSON.stringify(data ?? null)) as unknown,
  errors: (errors ?? [])
    .map(({ message, path, locations }) => ({ message, path, locations }))
    .sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
});

async function bothWays(text: string, variables?: Record<string, unknown>, operationName?: string) {
  const document = parse(text);
  expect(validate(schema, document, specifiedRules)).toEqual([]);
  const operation = operationOf(schema, document, operationName);
  const compiled = await operation!.run(undefined, makeContext(), variables);
  const interpreted = await execute({
    schema,
    document,
    variableValues: variables,
    operationName,
    contextValue: makeContext(),
  });
  return { compiled: comparable(compiled), interpreted: comparable(interpreted) };
}

const documents: [title: string, document: string, variables?: Record<string, unknown>][] = [
  ['scalars, enums and custom scalars', '{ bob { id name mood friend { mood bornAt height shout } } }'],
  ['aliases and __typename', '{ one: bob { n: name __typename } two: bob { n: id } __typename }'],
  ['lists and promises', '{ bob { friends { lateName friend { id } } } }'],
  ['null objects', '{ nobody { name } }'],
  ['interfaces', '{ nodes { __typename id ... on Person { name } ... on Pet { legs } } }'],
  ['named fragments on interfaces', '{ nodes { ...N } } fragment N on Node { id ...P } fragment P on Person { name }'],
  ['a rejecting field', '{ bob { name fails } }'],
  ['a throwing field', '{ bob { name throws } }'],
  ['a field that returns an error', '{ bob { name givesError } }'],
  ['null in a non-null field', '{ bob { name friend { strictlyNull } } }'],
  ['null all the way up', '{ strictBob { strictlyNull } }'],
  ['null in a list of non-null', '{ strictNodes { id } }'],
  ['values that do not serialize', '{ bob { badInt badEnum shout } }'],
  ['a rejecting item of a list', '{ partlyFailing }'],
  [
    '@skip and @include',
    'query ($y: Boolean!, $n: Boolean!) { a: bob @skip(if: $n) { id @include(if: $y) name @skip(if: $y) } b: bob @include(if: $n) { id } ... @include(if: $n) { nobody { id } } ...F @skip(if: $y) } fragment F on Query { path }',
    { y: true, n: false },
  ],
  ['literal @skip and @include', '{ a: bob @skip(if: true) { id } b: bob @include(if: true) { id @skip(if: false) } }'],
  ['defaults of arguments', '{ echo }'],
  [
    'arguments from literals',
    '{ echo(filter: { text: "a", inner: { text: "b", limit: null } }, ids: ["x", 1], flag: true) }',
  ],
  [
    'arguments from variables',
    'query ($f: Filter, $n: Int, $i: [ID!]) { echo(filter: $f, number: $n, ids: $i) }',
    { f: { text: 'a', mood: 'BAD', since: '2026-01-01T00:00:00Z', tags: ['t'] }, n: 5, i: ['x'] },
  ],
  [
    'variables inside literals',
    'query ($t: String!, $m: Mood, $tags: [String!]) { echo(filter: { text: $t, mood: $m, tags: $tags }) }',
    { t: 'a' },
  ],
  ['a single item given for a list', 'query ($i: [ID!]) { echo(ids: $i) }', { i: 'x' }],
  ['variables with defaults', 'query ($n: Int = 9) { echo(number: $n) }', {}],
  ['a null for a variable with a default', 'query ($n: Int = 9) { echo(number: $n) }', { n: null }],
  ['what a resolver learns of its field', '{ path again: path }'],
  ['the context', '{ context }'],
  [
    'mutations one after the other',
    'mutation { a: write(entry: "slow") b: write(entry: "fast") c: write(entry: "last") }',
  ],
  ['a mutation that fails between others', 'mutation { a: write(entry: "x") failing b: write(entry: "y") }'],
  [
    'introspection',
    '{ __schema { queryType { name } types { name kind } } __type(name: "Person") { fields { name type { ofType { name } } } } }',
  ],
];

describe('compiled operations', () => {
  it.each(documents.map(([title, document, variables = {}]) => ({ title, document, variables })))(
    'answer like graphql-js: $title',
    async ({ document, variables }) => {
      const { compiled, interpreted } = await bothWays(document, variables);
      expect(compiled).toEqual(interpreted);
    },
  );

  it.each([
    ['a variable of another type', 'query ($n: Int) { echo(number: $n) }', { n: 'many' }],
    ['a fraction for an integer', 'query ($n: Int) { echo(number: $n) }', { n: 1.5 }],
    ['an object for an id', 'query ($i: [ID!]) { echo(ids: $i) }', { i: [{ $ne: '' }] }],
    ['a missing variable', 'query ($t: String!) { echo(filter: { text: $t }) }', {}],
    ['an unknown enum value', 'query ($m: Mood) { echo(filter: { text: "", mood: $m }) }', { m: 'SO_SO' }],
    ['an unknown field of an input', 'query ($f: Filter) { echo(filter: $f) }', { f: { text: '', extra: 1 } }],
    ['a scalar that cannot be read', 'query ($f: Filter) { echo(filter: $f) }', { f: { text: '', since: 'noon' } }],
    ['a list for an object', 'query ($f: Filter) { echo(filter: $f) }', { f: [] }],
  ])('refuse before running anything: %s', async (_title, document, variables) => {
    const { compiled, interpreted } = await bothWays(document, variables);
    expect(compiled.errors.length).toBeGreaterThan(0);
    expect(compiled.data).toEqual(interpreted.data);
    expect(compiled.errors.map(({ path }) => path)).toEqual(interpreted.errors.map(({ path }) => path));
  });

  it('answer null and an error for an object of a type that the schema does not have', async () => {
    const { compiled, interpreted } = await bothWays('{ unknownNode { id } }');
    expect(compiled.data).toEqual(interpreted.data);
    expect(compiled.errors.map(({ path }) => path)).toEqual(interpreted.errors.map(({ path }) => path));
  });

  it.each([
    ['every failing item of a list whose items may not be null', '{ bob { friends { strictlyFails } } }'],
    ['a list that is none', '{ notAList }'],
  ])('tell in their own words, or more often, of %s', async (_title, document) => {
    const { compiled, interpreted } = await bothWays(document);
    expect(compiled.data).toEqual(interpreted.data);
    expect(compiled.errors.map(({ path }) => path)).toEqual(
      expect.arrayContaining(interpreted.errors.map(({ path }) => path)),
    );
  });

  it('give a null for a required argument that only the variables could tell, without calling the resolver', async () => {
    const { compiled, interpreted } = await bothWays('query ($n: Int = 1) { echo(strict: $n) }', { n: null });
    expect(compiled.data).toEqual(interpreted.data);
    expect(compiled.errors).toHaveLength(1);
    expect(compiled.errors[0]?.message).toMatch(/^Argument "/);
  });

  it('run the named one of several', async () => {
    const { compiled, interpreted } = await bothWays('query A { bob { id } } query B { bob { name } }', {}, 'B');
    expect(compiled).toEqual(interpreted);
    expect(compiled.data).toEqual({ bob: { name: 'Bob' } });
  });

  it('are made once per document and name, and none when it is not clear which', () => {
    const document = parse('query A { bob { id } } query B { bob { name } }');
    expect(operationOf(schema, document, 'A')).toBe(operationOf(schema, document, 'A'));
    expect(operationOf(schema, document, undefined)).toBeUndefined();
    expect(operationOf(schema, document, 'C')).toBeUndefined();
  });

  it('are labelled by their root field, so that clients cannot invent labels', () => {
    expect(operationOf(schema, parse('query Anything { mine: bob { id } }'), undefined)?.label).toBe('Query.bob');
    expect(operationOf(schema, parse('{ bob { id } nobody { id } }'), undefined)?.label).toBe('Query.*');
    expect(operationOf(schema, parse('mutation { failing }'), undefined)?.label).toBe('Mutation.failing');
  });
});
