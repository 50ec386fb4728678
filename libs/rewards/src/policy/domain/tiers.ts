import { z } from 'zod';

/** A stretch of a measure: from `from`, itself included, up to `below`, itself not; the last has no `below`. */
export interface Tier {
  from: number;
  below?: number;
}

const bound = z.int().min(0).max(1_000_000_000);
const maxTiers = 50;

/** A list of tiers that leaves nothing out and has nothing twice: it begins at zero, each follows upon the one before. */
export const tiersOf = <Shape extends z.ZodRawShape>(value: Shape) =>
  z
    .array(z.strictObject({ from: bound, below: bound.optional(), ...value }))
    .min(1)
    .max(maxTiers)
    .superRefine((tiers, context) => {
      const refuse = (index: number, field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [index, field], message });
      for (const [index, each] of tiers.entries()) {
        // Zod does not see through a shape that is given later.
        const tier = each as Tier;
        const before = tiers[index - 1] as Tier | undefined;
        const start = before ? before.below : 0;
        if (tier.below !== undefined && tier.below <= tier.from) refuse(index, 'below', 'must be more than from');
        if (start !== undefined && tier.from > start)
          refuse(index, 'from', `leaves a gap: nothing is said from ${start} on`);
        if (start !== undefined && tier.from < start) refuse(index, 'from', 'overlaps the tier before it');
        const last = index === tiers.length - 1;
        if (!last && tier.below === undefined) refuse(index, 'below', 'is missing: the next tier would overlap');
        if (last && tier.below !== undefined)
          refuse(index, 'below', `leaves a gap: nothing is said from ${tier.below} on`);
      }
    });

/** The tier that a measure falls into; tiers that were checked have one for every measure from zero on. */
export function tierAt<Each extends Tier>(tiers: readonly Each[], measure: bigint | number): Each {
  const found = tiers.findLast(({ from }) => BigInt(from) <= BigInt(measure));
  if (!found) throw new RangeError('tiers begin at zero');
  return found;
}
