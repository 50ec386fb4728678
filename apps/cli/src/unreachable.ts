import { isAway, networkFailures } from '@moments/platform';
import { z } from 'zod';

const networkError = z.object({
  code: z.enum(networkFailures),
  address: z.string().optional(),
  hostname: z.string().optional(),
  port: z.number().optional(),
});
// What Postgres says to whom it does not let in, or while it starts or stops.
const refusal = z.object({
  code: z.enum(['28P01', '28000', '3D000', '53300', '57P01', '57P03']),
  message: z.string(),
});
const several = z.object({ errors: z.array(z.unknown()).min(1) });
const caused = z.object({ cause: z.unknown() });

/** A sentence about the server that did not answer; `undefined` for any other failure. */
export function unreachable(error: unknown): string | undefined {
  const network = networkError.safeParse(error);
  if (network.success) {
    const { code, address, hostname, port } = network.data;
    const where = [address ?? hostname, port].filter((part) => part !== undefined).join(':');
    return `No answer from ${where || 'a server'} (${code}): is it up, and do DATABASE_URL, REDIS_URL and S3_ENDPOINT name it?`;
  }
  const refused = refusal.safeParse(error);
  if (refused.success) return `The database does not let us in: ${refused.data.message} (${refused.data.code}).`;
  const parts = several.safeParse(error);
  if (parts.success) return parts.data.errors.map(unreachable).find((sentence) => sentence !== undefined);
  if (isAway(error) && error instanceof Error) return `A server is away: ${error.message}.`;
  const cause = caused.safeParse(error);
  return cause.success && cause.data.cause !== undefined ? unreachable(cause.data.cause) : undefined;
}
