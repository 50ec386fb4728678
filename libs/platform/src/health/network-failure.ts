/** What Node calls it when a server cannot be reached. */
export const networkFailures = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
] as const;

const codes: ReadonlySet<unknown> = new Set(networkFailures);

/** Whether a connection could not be made or was cut. A name with several addresses has failed by each of them. */
export function isNetworkFailure(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && codes.has(error.code)) return true;
  return 'errors' in error && Array.isArray(error.errors) && error.errors.some(isNetworkFailure);
}
