import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getOperationAST,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { GraphqlContext } from '../context.js';
import { isCompilable } from './compilable.js';
import { type CostPlan, planCost } from '../limits/cost-plan.js';
import { fragmentsOf } from '../limits/fragments.js';

export type Variables = Readonly<Record<string, unknown>>;
type Run = (
  root: unknown,
  context: GraphqlContext,
  variables: Variables | undefined,
) => ExecutionResult | Promise<ExecutionResult>;

/** One operation of a validated document, with everything about it that does not depend on a request. */
export interface Operation {
  readonly definition: OperationDefinitionNode;
  /** The client's own name for it, cut to what a log line can bear. */
  readonly name?: string;
  /** `Query.feed`, or `Query.*` when it asks for several fields. */
  readonly label: string;
  readonly cost: CostPlan;
  /** Compiled to JavaScript when it is first run, or interpreted where the compiler would be wrong. */
  readonly run: Run;
}

const longestName = 64;

/** Operations die with their document: whoever keeps documents bounds how many are kept. */
const operations = new WeakMap<DocumentNode, Map<string, Operation>>();

/** The operation of that name; `undefined` when the document has none, or has several and no name is given. */
export function operationOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): Operation | undefined {
  const known = operations.get(document) ?? new Map<string, Operation>();
  operations.set(document, known);
  const key = operationName ?? '';
  const existing = known.get(key);
  if (existing) return existing;
  const definition = getOperationAST(document, operationName);
  if (!definition) return undefined;
  const operation = makeOperation(schema, document, definition);
  known.set(key, operation);
  return operation;
}

function makeOperation(schema: GraphQLSchema, document: DocumentNode, definition: OperationDefinitionNode): Operation {
  let run: Run | undefined;
  return {
    definition,
    name: definition.name?.value.slice(0, longestName),
    label: labelOf(schema, definition),
    cost: planCost(schema, definition, fragmentsOf(document)),
    run: (root, context, variables) => {
      run ??= isCompilable(schema, document, definition)
        ? compile(schema, document, definition.name?.value)
        : interpret(schema, document, definition.name?.value);
      return run(root, context, variables);
    },
  };
}

function compile(schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): Run {
  // Errors of fields keep the stack of what was thrown; those that the executor makes itself need none.
  const compiled = compileQuery(schema, document, operationName, { disablingCapturingStackErrors: true });
  if (isCompiledQuery(compiled)) return compiled.query;
  const [problem] = compiled.errors ?? [];
  throw problem ?? new Error('the operation does not compile');
}

const interpret =
  (schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): Run =>
  (rootValue, contextValue, variableValues) =>
    execute({ schema, document, operationName, rootValue, contextValue, variableValues });

function labelOf(schema: GraphQLSchema, { operation, selectionSet }: OperationDefinitionNode): string {
  const type = schema.getRootType(operation)?.name ?? operation;
  const [only, ...others] = selectionSet.selections;
  return only?.kind === Kind.FIELD && others.length === 0 ? `${type}.${only.name.value}` : `${type}.*`;
}
