/** Numbers by the names under which a formula knows them. */
export type FormulaInputs = Readonly<Record<string, bigint>>;

type Evaluate = (inputs: FormulaInputs) => bigint;

const token = /\s*(?:(\d+)|([A-Za-z]\w*)|([-+*/(),]))/y;
const maxLength = 2_000;
const maxDepth = 50;
// A handful of texts are in use at a time; whoever makes up more of them only has them compiled anew.
const maxCompiled = 500;

const functions: Readonly<Record<string, (values: readonly bigint[]) => bigint>> = {
  min: (values) => values.reduce((least, value) => (value < least ? value : least)),
  max: (values) => values.reduce((most, value) => (value > most ? value : most)),
};

/** A text that is no formula, or one that cannot be computed with its inputs. */
export class FormulaError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FormulaError';
  }
}

/** Reads a formula from left to right: sums of products of numbers, names, `min(…)`, `max(…)` and brackets. */
class FormulaReader {
  private readonly tokens: string[] = [];
  private at = 0;
  private depth = 0;
  readonly names = new Set<string>();

  constructor(text: string) {
    if (text.length > maxLength) throw new FormulaError(`is longer than ${maxLength} characters`);
    token.lastIndex = 0;
    const end = text.trimEnd().length;
    while (token.lastIndex < end) {
      const start = token.lastIndex;
      const found = token.exec(text);
      if (!found) throw new FormulaError(`cannot be read at character ${start + 1}`);
      this.tokens.push(found[0].trimStart());
    }
  }

  whole(): Evaluate {
    const value = this.sum();
    if (this.at < this.tokens.length) throw new FormulaError(`has “${this.tokens[this.at] ?? ''}” where it should end`);
    return value;
  }

  private sum(): Evaluate {
    let value = this.product();
    for (let sign = this.take('+', '-'); sign; sign = this.take('+', '-')) {
      const [left, right] = [value, this.product()];
      value = sign === '+' ? (inputs) => left(inputs) + right(inputs) : (inputs) => left(inputs) - right(inputs);
    }
    return value;
  }

  private product(): Evaluate {
    let value = this.factor();
    for (let sign = this.take('*', '/'); sign; sign = this.take('*', '/')) {
      const [left, right] = [value, this.factor()];
      value =
        sign === '*' ? (inputs) => left(inputs) * right(inputs) : (inputs) => quotient(left(inputs), right(inputs));
    }
    return value;
  }

  private factor(): Evaluate {
    this.depth += 1;
    if (this.depth > maxDepth) throw new FormulaError('is nested too deeply');
    const value = this.take('-') ? negated(this.factor()) : this.operand();
    this.depth -= 1;
    return value;
  }

  private operand(): Evaluate {
    if (this.take('(')) return this.closed(this.sum());
    const next = this.tokens[this.at];
    if (next === undefined) throw new FormulaError('ends too early');
    this.at += 1;
    if (/^\d/.test(next)) return constant(BigInt(next));
    if (!/^[A-Za-z]/.test(next)) throw new FormulaError(`has “${next}” where a number or a name should be`);
    if (this.take('(')) return this.call(next);
    this.names.add(next);
    return (inputs) => named(inputs, next);
  }

  private call(name: string): Evaluate {
    const apply = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!apply) throw new FormulaError(`calls ${name}, which there is not`);
    const values = [this.sum()];
    while (this.take(',')) values.push(this.sum());
    return this.closed((inputs) => apply(values.map((value) => value(inputs))));
  }

  private closed(value: Evaluate): Evaluate {
    if (!this.take(')')) throw new FormulaError('has a bracket that is not closed');
    return value;
  }

  private take(...wanted: readonly string[]): string | undefined {
    const next = this.tokens[this.at];
    if (next === undefined || !wanted.includes(next)) return undefined;
    this.at += 1;
    return next;
  }
}

const constant =
  (value: bigint): Evaluate =>
  () =>
    value;

const negated =
  (value: Evaluate): Evaluate =>
  (inputs) =>
    -value(inputs);

function quotient(left: bigint, right: bigint): bigint {
  if (right === 0n) throw new FormulaError('divides by zero');
  return left / right;
}

function named(inputs: FormulaInputs, name: string): bigint {
  const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
  if (value === undefined) throw new FormulaError(`needs ${name}, which is not among the inputs`);
  return value;
}

interface Compiled {
  evaluate: Evaluate;
  names: ReadonlySet<string>;
}

const compiled = new Map<string, Compiled>();

function compile(text: string): Compiled {
  const known = compiled.get(text);
  if (known) return known;
  const reader = new FormulaReader(text);
  const made = { evaluate: reader.whole(), names: reader.names };
  if (compiled.size >= maxCompiled) compiled.clear();
  compiled.set(text, made);
  return made;
}

/**
 * Computes a formula over whole numbers, exactly: `+`, `-`, `*`, `/`, brackets, `min(…)`, `max(…)`, numbers and names. `/`
 * drops what is left over (rounds towards zero), so the order of operations is the order of roundings. Throws
 * {@link FormulaError}.
 */
export const evaluateFormula = (text: string, inputs: FormulaInputs): bigint => compile(text).evaluate(inputs);

/** The names that a formula needs; throws {@link FormulaError} for what is none. */
export const namesOf = (text: string): ReadonlySet<string> => compile(text).names;
