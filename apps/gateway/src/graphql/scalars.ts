import { currency, parseBusinessDay } from '@moments/kernel';
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';

const refuse = (name: string): never => {
  throw new GraphQLError(`not a ${name}`, { extensions: { code: 'BAD_USER_INPUT' } });
};

/** A scalar that travels as a string; `read` gives the inner value or `undefined`. */
function stringScalar<Inner>(options: {
  name: string;
  description: string;
  read: (text: string) => Inner | undefined;
  write: (value: unknown) => string;
}): GraphQLScalarType<Inner, string> {
  const { name, description, read, write } = options;
  const parse = (text: unknown): Inner => (typeof text === 'string' ? read(text) : undefined) ?? refuse(name);
  return new GraphQLScalarType<Inner, string>({
    name,
    description,
    serialize: write,
    parseValue: parse,
    parseLiteral: (node: ValueNode) => parse(node.kind === Kind.STRING ? node.value : undefined),
  });
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

function readInstant(text: string): Date | undefined {
  const instant = new Date(text);
  return rfc3339.test(text) && !Number.isNaN(instant.getTime()) ? instant : undefined;
}

function readUrl(text: string): string | undefined {
  try {
    return new URL(text).toString();
  } catch {
    return undefined;
  }
}

function readCurrency(text: string): string | undefined {
  try {
    return currency(text);
  } catch {
    return undefined;
  }
}

export const DateTimeScalar = stringScalar({
  name: 'DateTime',
  description: 'RFC 3339, UTC, milliseconds',
  read: readInstant,
  write: (value) => (value instanceof Date ? value : new Date(value as string)).toISOString(),
});

export const DateScalar = stringScalar({
  name: 'Date',
  description: 'Calendar day in the platform’s business time zone',
  read: parseBusinessDay,
  write: String,
});

export const DecimalScalar = stringScalar({
  name: 'Decimal',
  description: 'Exact, as a string: "1234.50"',
  read: (text) => (/^-?\d{1,30}(\.\d{1,18})?$/.test(text) ? text : undefined),
  write: String,
});

export const UrlScalar = stringScalar({ name: 'URL', description: 'An absolute URL', read: readUrl, write: String });

export const CurrencyScalar = stringScalar({
  name: 'Currency',
  description: 'ISO 4217 alphabetic code',
  read: readCurrency,
  write: String,
});

export const JsonScalar = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  description: 'Any JSON value',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node: ValueNode, variables) => valueFromASTUntyped(node, variables),
});
