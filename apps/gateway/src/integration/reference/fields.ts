/** As much of JSON Schema as zod writes for the bodies of the integration API. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly (string | number)[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** One field of a body, for people. */
interface Field {
  /** `price.amount`, `events[].type`. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** One of the shapes that a body may have. */
export interface Shape {
  /** The word that tells it from the others: `type: "placed"`; empty without one. */
  readonly name: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

/** Every shape that a body may have; those that differ in a word alone come together. */
export function shapesOf(schema: JsonSchema): Shape[] {
  const alike = new Map<string, Shape>();
  for (const shape of choicesOf(schema)) {
    const constant = constantOf(shape);
    const fields = fieldsOf(shape, '').filter(({ path }) => path !== constant?.name);
    const key = constant ? `${constant.name} ${JSON.stringify(fields)}` : `${alike.size}`;
    const before = alike.get(key);
    const name = constant ? `${constant.name}: ${constant.value}` : '';
    const description = shape.description ?? '';
    alike.set(
      key,
      before && constant ? { ...before, name: `${before.name}, ${constant.value}` } : { name, description, fields },
    );
  }
  return [...alike.values()];
}

const choicesOf = (schema: JsonSchema): JsonSchema[] => {
  const choices = schema.anyOf ?? schema.oneOf;
  return choices ? choices.flatMap(choicesOf) : [schema];
};

/** The word that tells a shape from the others. */
function constantOf({ properties = {} }: JsonSchema): { name: string; value: string } | undefined {
  const [found] = Object.entries(properties).filter(([, { const: value }]) => value !== undefined && value !== false);
  return found && { name: found[0], value: JSON.stringify(found[1].const) };
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema, prefix: string): Field[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`;
    const [whole, ...others] = choicesOf(schema).filter(({ type }) => type !== 'null');
    const field = {
      path,
      type: typeOf(schema),
      required: required.includes(name),
      description: schema.description ?? whole?.description ?? '',
    };
    return whole && others.length === 0 ? [field, ...below(whole, path)] : [field];
  });
}

const below = (schema: JsonSchema, path: string): Field[] =>
  schema.items ? itemFields(schema.items, `${path}[]`) : fieldsOf(schema, `${path}.`);

const itemFields = (items: JsonSchema, path: string): Field[] =>
  choicesOf(items).length === 1 ? fieldsOf(items, `${path}.`) : [];

function typeOf(schema: JsonSchema): string {
  const types = choicesOf(schema).map(simpleTypeOf);
  return [...new Set(types)].join(' or ');
}

function simpleTypeOf(schema: JsonSchema): string {
  const { type = 'anything', items, enum: values, const: value, format } = schema;
  if (value !== undefined) return JSON.stringify(value);
  if (values) return values.map((one) => JSON.stringify(one)).join(' or ');
  if (items) return `list of ${typeOf(items)}${rangeOf(schema.minItems, schema.maxItems)}`;
  if (type === 'integer' || type === 'number') return `${type}${rangeOf(schema.minimum, schema.maximum)}`;
  if (format === 'date-time') return 'instant';
  const types = typeof type === 'string' ? type : type.join(' or ');
  const length = rangeOf(schema.minLength, schema.maxLength);
  return `${types}${length && `${length} characters`}${schema.pattern ? `, ${schema.pattern}` : ''}`;
}

function rangeOf(least: number | undefined, most: number | undefined): string {
  if (most === undefined || most >= Number.MAX_SAFE_INTEGER)
    return least === undefined || least <= 0 ? '' : `, at least ${least}`;
  return `, ${least ?? 0} to ${most}`;
}
