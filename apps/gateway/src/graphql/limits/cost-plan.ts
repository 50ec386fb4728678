import { defaultPageSize } from '@moments/kernel';
import {
  type ArgumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Fragments } from './fragments.js';

/**
 * What an operation costs before it runs. One object is one point; scalars are free. A field that takes `first` costs
 * its page size times what one item costs; one that takes `ids` or `numbers` costs as many; a list without either is taken to have
 * five items. A mutation costs ten points more for each of its fields, as a subscription does once, and introspection a flat
 * hundred.
 */
export interface CostPlan {
  /** Points that do not depend on variables. */
  readonly base: number;
  /** Points that come with each item of a list whose length a variable tells. */
  readonly perItem: readonly { readonly size: VariableSize; readonly item: CostPlan }[];
}

interface VariableSize {
  readonly variable: string;
  /** When the variable is left out. */
  readonly fallback: number;
}

type ListSize = number | VariableSize;
type Field = GraphQLField<unknown, unknown>;

/** One field of the answer: everything that the document selects under one name of one type. */
interface Selected {
  readonly field: Field;
  readonly nodes: FieldNode[];
}

const objectPoints = 1;
const mutationPoints = 10;
const introspectionPoints = 100;
const assumedListSize = 5;
// What a field that takes `numbers` gives at most when they are left out: every part of the largest upload, each a signature.
const mostNumbers = 128;
const sizeArguments = ['first', 'ids', 'numbers'];

/** Points for these variables, as the client sent them; never less than one. */
export const costOf = (plan: CostPlan, variables: Readonly<Record<string, unknown>> | undefined): number =>
  Math.max(1, points(plan, variables ?? {}));

/** What each event of a subscription costs: the same without what it cost to subscribe. */
export const eventCostOf = (plan: CostPlan, variables: Readonly<Record<string, unknown>> | undefined): number =>
  Math.max(1, points(plan, variables ?? {}) - mutationPoints);

function points(plan: CostPlan, variables: Readonly<Record<string, unknown>>): number {
  let sum = plan.base;
  for (const { size, item } of plan.perItem) {
    const said = Object.hasOwn(variables, size.variable) ? sizeOf(variables[size.variable]) : undefined;
    sum += (said ?? size.fallback) * points(item, variables);
  }
  return sum;
}

function sizeOf(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  // A size below one or broken fails on its own later; it must not make anything cheaper.
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(1, value) : undefined;
}

/** Works out, once per document, what the operation costs; {@link costOf} then only fills in the variables. */
export function planCost(schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Fragments): CostPlan {
  const planner = new CostPlanner(schema, operation, fragments);
  return planner.operation();
}

class CostPlanner {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly definition: OperationDefinitionNode,
    private readonly fragments: Fragments,
  ) {}

  operation(): CostPlan {
    const root = this.schema.getRootType(this.definition.operation) ?? undefined;
    const selected = this.select(root, [this.definition.selectionSet]);
    const perField = this.definition.operation === OperationTypeNode.QUERY ? 0 : mutationPoints;
    const asksForSchema = this.definition.selectionSet.selections.some(isIntrospection);
    const extra = perField * selected.length + (asksForSchema ? introspectionPoints : 0);
    return sum([{ base: extra, perItem: [] }, ...selected.map((each) => this.field(each))]);
  }

  /** `pageSize`: how many items the field above has announced for its lists (`edges`, `nodes`). */
  private field({ field, nodes }: Selected, pageSize?: ListSize): CostPlan {
    const type = getNamedType(field.type);
    if (isLeafType(type)) return { base: 0, perItem: [] };
    const isList = isListType(getNullableType(field.type));
    const announced = this.announcedSize(field, nodes[0]);
    const inside = this.select(
      type,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    );
    const object = sum([
      { base: objectPoints, perItem: [] },
      ...inside.map((each) => this.field(each, isList ? undefined : announced)),
    ]);
    return isList ? times(announced ?? pageSize ?? assumedListSize, object) : object;
  }

  private announcedSize(field: Field, node: FieldNode | undefined): ListSize | undefined {
    const definition = field.args.find(({ name }) => sizeArguments.includes(name));
    if (!definition) return undefined;
    const written = node?.arguments?.find(({ name }) => name.value === definition.name);
    const fallback = sizeOf(definition.defaultValue) ?? (definition.name === 'numbers' ? mostNumbers : defaultPageSize);
    return written ? this.writtenSize(written, fallback) : fallback;
  }

  private writtenSize({ value }: ArgumentNode, fallback: number): ListSize {
    if (value.kind === Kind.INT) return Math.max(1, Number(value.value));
    if (value.kind === Kind.LIST) return value.values.length;
    if (value.kind !== Kind.VARIABLE) return fallback;
    return { variable: value.name.value, fallback: this.defaultOf(value.name.value) ?? fallback };
  }

  private defaultOf(variable: string): number | undefined {
    const definition = this.definition.variableDefinitions?.find(({ variable: { name } }) => name.value === variable);
    const value = definition?.defaultValue;
    return value?.kind === Kind.INT ? Math.max(1, Number(value.value)) : undefined;
  }

  /** The fields that the selection sets ask of a type, fragments written out, the same field only once. */
  private select(
    type: GraphQLNamedType | undefined,
    selectionSets: readonly SelectionSetNode[],
    into = new Map<string, Selected>(),
    spread = new Set<string>(),
  ): Selected[] {
    for (const selection of selectionSets.flatMap(({ selections }) => selections)) {
      if (selection.kind === Kind.FIELD) {
        this.note(type, selection, into);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments.get(selection.name.value);
      const name = selection.kind === Kind.FRAGMENT_SPREAD ? selection.name.value : undefined;
      if (!fragment || (name !== undefined && spread.has(name))) continue;
      if (name !== undefined) spread.add(name);
      const narrowed = fragment.typeCondition ? this.schema.getType(fragment.typeCondition.name.value) : type;
      this.select(narrowed, [fragment.selectionSet], into, spread);
    }
    return [...into.values()];
  }

  private note(type: GraphQLNamedType | undefined, node: FieldNode, into: Map<string, Selected>): void {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (!type || !field) return;
    const key = `${type.name}.${(node.alias ?? node.name).value}`;
    const known = into.get(key);
    if (known) known.nodes.push(node);
    else into.set(key, { field, nodes: [node] });
  }
}

const isIntrospection = (selection: SelectionNode): boolean =>
  selection.kind === Kind.FIELD && ['__schema', '__type'].includes(selection.name.value);

const sum = (plans: readonly CostPlan[]): CostPlan => ({
  base: plans.reduce((total, { base }) => total + base, 0),
  perItem: plans.flatMap(({ perItem }) => perItem),
});

function times(size: ListSize, plan: CostPlan): CostPlan {
  if (typeof size !== 'number') return { base: 0, perItem: [{ size, item: plan }] };
  return {
    base: size * plan.base,
    perItem: plan.perItem.map(({ size: inner, item }) => ({ size: inner, item: times(size, item) })),
  };
}
