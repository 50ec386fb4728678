/** A condition on a value whose exact content a step cannot know; `name` reads after "is not". */
export class Condition {
  constructor(
    readonly name: string,
    readonly holds: (value: unknown) => boolean,
  ) {}
}

export const text = (pattern = /./): Condition =>
  new Condition(`a text like ${pattern}`, (value) => typeof value === 'string' && pattern.test(value));
export const atLeast = (count: number): Condition =>
  new Condition(`a list of ${count} or more`, (value) => Array.isArray(value) && value.length >= count);
export const number = (least = 0): Condition =>
  new Condition(`a number of ${least} or more`, (value) => typeof value === 'number' && value >= least);
export const oneOf = (...values: readonly unknown[]): Condition =>
  new Condition(`one of ${values.join(', ')}`, (value) => values.includes(value));
/** Holds for a list with an element that is as expected; what the others are is left open. */
export const including = (expected: unknown): Condition =>
  new Condition(
    `a list with ${JSON.stringify(expected)}`,
    (value) => Array.isArray(value) && value.some((element) => differences(element, expected).length === 0),
  );

/**
 * Where `actual` is not as expected, a line for each place. Objects may have more than is expected of them; lists have as
 * many elements; everything else is equal, or fulfils its {@link Condition}.
 */
export function differences(actual: unknown, expected: unknown, path = 'the answer'): string[] {
  if (expected instanceof Condition) {
    return expected.holds(actual) ? [] : [`${path} is ${show(actual)}, not ${expected.name}`];
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length)
      return [`${path} is ${show(actual)}, not a list of ${expected.length}`];
    return expected.flatMap((element, index) => differences(actual[index], element, `${path}.${index}`));
  }
  if (isObject(expected)) {
    if (!isObject(actual)) return [`${path} is ${show(actual)}, not an object`];
    return Object.entries(expected).flatMap(([name, value]) => differences(actual[name], value, `${path}.${name}`));
  }
  return actual === expected ? [] : [`${path} is ${show(actual)}, not ${show(expected)}`];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const show = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value).slice(0, 200));
