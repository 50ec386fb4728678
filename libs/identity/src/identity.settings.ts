import { defineSetting } from '@moments/platform';
import { z } from 'zod';

/** Who may sign up. */
export const signUpRules = defineSetting({
  name: 'identity.sign-up',
  schema: z.object({ minimumAge: z.int().min(0).max(120) }),
  fallback: { minimumAge: 13 },
});

/** Accounts that one address may make within the window; a family, an office or a phone company's gateway is one address. */
export const signUpLimits = defineSetting({
  name: 'identity.sign-up-limits',
  schema: z.object({
    windowSeconds: z.int().min(1).max(86_400),
    perAddress: z.int().min(1).max(1_000_000),
  }),
  fallback: { windowSeconds: 3_600, perAddress: 50 },
});

const handleRulesSchema = z.object({
  /** How often one account may change its handle within the window; another case of the same letters is no change. */
  changes: z.int().min(0).max(1_000),
  windowDays: z.int().min(1).max(366),
  /** How long a handle that was given up leads to its account and is kept from others. */
  heldDays: z.int().min(0).max(366),
});

export type HandleRules = z.output<typeof handleRulesSchema>;

/** How handles may change. */
export const handleRules = defineSetting({
  name: 'identity.handles',
  schema: handleRulesSchema,
  fallback: { changes: 2, windowDays: 30, heldDays: 30 },
});

const passwordRulesSchema = z.object({
  minLength: z.int().min(8).max(64),
  maxLength: z.int().min(64).max(1_000),
  memoryKib: z.int().min(8_192).max(1_048_576),
  passes: z.int().min(1).max(20),
  lanes: z.int().min(1).max(16),
});

export type PasswordRules = z.output<typeof passwordRulesSchema>;

/** What a password must be, and how dear guessing is (Argon2id; OWASP's first choice of parameters). */
export const passwordRules = defineSetting({
  name: 'identity.passwords',
  schema: passwordRulesSchema,
  fallback: { minLength: 10, maxLength: 200, memoryKib: 19_456, passes: 2, lanes: 1 },
});

const sessionRulesSchema = z.object({
  accessTokenSeconds: z.int().min(30).max(86_400),
  /** A session that is not refreshed for this long is over. */
  idleDays: z.int().min(1).max(366),
  /**
   * How long a refresh whose answer was lost may be repeated, unless its successor was used; 0: only while the first is still
   * under way. 0 unless operators say otherwise, because a replay that comes within it does not end the session.
   */
  refreshGraceMs: z.int().min(0).max(60_000),
  /** Signing in on one more device ends the session that was used longest ago. */
  maxPerAccount: z.int().min(1).max(1_000),
  /** Ended sessions are forgotten after this long. */
  keepEndedDays: z.int().min(0).max(3_650),
});

export type SessionRules = z.output<typeof sessionRulesSchema>;

export const sessionRules = defineSetting({
  name: 'identity.sessions',
  schema: sessionRulesSchema,
  fallback: { accessTokenSeconds: 900, idleDays: 60, refreshGraceMs: 0, maxPerAccount: 50, keepEndedDays: 30 },
});

/** Failed attempts within the window before an answer is refused. */
export const attemptLimits = defineSetting({
  name: 'identity.attempt-limits',
  schema: z.object({
    windowSeconds: z.int().min(1).max(86_400),
    /** For one account from one address. */
    perAccountAndAddress: z.int().min(1).max(10_000),
    /** From one address, whatever the account. */
    perAddress: z.int().min(1).max(1_000_000),
  }),
  fallback: { windowSeconds: 900, perAccountAndAddress: 10, perAddress: 100 },
});
