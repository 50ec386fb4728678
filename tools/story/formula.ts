/**
 * Computes the formula of a statement line over its printed inputs, in whole numbers: `+ - * /` (what is left over is
 * dropped), brackets, `min` and `max`. Written from the API's own words alone, so that it proves them: nothing of the
 * product is used. Throws for what cannot be computed.
 */
export function compute(formula: string, inputs: Readonly<Record<string, unknown>>): bigint {
  const tokens = formula.match(/\d+|[A-Za-z]\w*|[-+*/(),]/g) ?? [];
  if (tokens.join('') !== formula.replaceAll(/\s/g, '')) throw new Error(`cannot be read: ${formula}`);
  let at = 0;
  const next = (...wanted: string[]): string | undefined =>
    wanted.includes(tokens[at] ?? '') ? tokens[at++] : undefined;
  const need = (sign: string): void => {
    if (!next(sign)) throw new Error(`lacks ${sign}: ${formula}`);
  };

  const sum = (): bigint => {
    let value = product();
    for (let sign = next('+', '-'); sign; sign = next('+', '-')) value += sign === '+' ? product() : -product();
    return value;
  };
  const product = (): bigint => {
    let value = factor();
    for (let sign = next('*', '/'); sign; sign = next('*', '/')) {
      const right = factor();
      value = sign === '*' ? value * right : value / right;
    }
    return value;
  };
  const factor = (): bigint => {
    if (next('-')) return -factor();
    if (next('(')) return closed(sum());
    const word = tokens[at++] ?? '';
    if (/^\d/.test(word)) return BigInt(word);
    if (next('(')) return extreme(word);
    const value = inputs[word];
    if (typeof value !== 'string') throw new Error(`${word} is not among the inputs`);
    return BigInt(value);
  };
  const extreme = (name: string): bigint => {
    const values = [sum()];
    while (next(',')) values.push(sum());
    const [first = 0n, ...others] = values;
    if (name !== 'min' && name !== 'max') throw new Error(`${name} is no function`);
    return closed(others.reduce((best, value) => (value < best === (name === 'min') ? value : best), first));
  };
  const closed = (value: bigint): bigint => {
    need(')');
    return value;
  };

  const value = sum();
  if (at < tokens.length) throw new Error(`does not end: ${formula}`);
  return value;
}

/** `-12.34` for -1234 kopecks. */
export function amountOf(minor: bigint): string {
  const digits = `${minor < 0n ? -minor : minor}`.padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** -1234 kopecks for `-12.34`; throws for anything but two places after the point. */
export function minorOf(amount: string): bigint {
  if (!/^-?\d+\.\d\d$/.test(amount)) throw new Error(`${amount} is not an amount in roubles`);
  return BigInt(amount.replace('.', ''));
}

/** The sum of amounts, in kopecks. */
export const sumOf = (amounts: readonly string[]): bigint =>
  amounts.reduce((total, amount) => total + minorOf(amount), 0n);
