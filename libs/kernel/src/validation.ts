import { z } from 'zod';
import { InvalidInput } from './errors.js';

/** Checks input against its schema and gives the typed value; throws {@link InvalidInput} naming every broken field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(
    parsed.error.issues.map((issue) => ({ field: issue.path.map(String), message: issue.message })),
  );
}

/** A client-made key that makes a repeated call harmless. Without control characters: Postgres takes no NUL. */
export const idempotencyKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'has control characters');
