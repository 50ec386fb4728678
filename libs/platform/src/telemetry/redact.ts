// What could name or identify a person, or let somebody in, never reaches a line. A key is split into its words:
// `refreshToken` and `password_hash` are as secret as `token` and `password`.
const personalWords = new Set([
  'email',
  'password',
  'phone',
  'inn',
  'token',
  'secret',
  'authorization',
  'cookie',
  'address',
  'ip',
]);
const personalNames = new Set(['displayname', 'legalname', 'firstname', 'lastname']);
const censored = '[redacted]';
const maxDepth = 8;

/** A copy of what is to be logged in which nothing personal is left, at any depth. Errors keep what helps to find them. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth === maxDepth) return '[too deep]';
  if (value instanceof Error) return describeError(value, depth);
  if (Array.isArray(value)) return value.map((item: unknown) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, isPersonal(key) ? censored : redact(field, depth + 1)]),
  );
}

/** Texts of others (errors above all) may quote addresses, signed links and tokens. */
export const redactText = (text: string): string =>
  text
    .replace(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, censored)
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, censored)
    .replace(/\b(Bearer|Basic) [\w.~+/=-]+/gi, `$1 ${censored}`)
    .replace(/(X-Amz-(?:Signature|Credential|Security-Token)=)[^&\s"']+/gi, `$1${censored}`)
    .replace(/(\w+:\/\/[^\s:/@]+:)[^\s@/]+@/g, `$1${censored}@`);

function isPersonal(key: string): boolean {
  const words = key
    .replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return words.some((word) => personalWords.has(word)) || personalNames.has(words.join(''));
}

// Only what is known to be harmless: a database error, say, also carries the statement's parameters and the row.
const tellingFields = ['code', 'reason', 'constraint', 'table', 'column', 'routine', 'syscall', 'exitCode', 'signal'];

function describeError(error: Error, depth: number): object {
  const fields = new Map<string, unknown>(Object.entries(error));
  const telling = tellingFields.flatMap((name) => {
    const field = fields.get(name);
    return typeof field === 'string' || typeof field === 'number' ? [[name, field] as const] : [];
  });
  return {
    type: error.name,
    message: redactText(error.message),
    ...Object.fromEntries(telling),
    stack: redactText(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: redact(error.errors, depth + 1) } : {}),
  };
}
