import { InvalidInput } from '@moments/kernel';

/** How a file is cut: parts of one size, numbered from 1, the last one shorter. */
export interface PartPlan {
  sizeBytes: number;
  partSizeBytes: number;
}

/** A part as the client names it. */
export interface NamedPart {
  number: number;
  etag: string;
}

/** A part as the store has it. */
export interface ArrivedPart extends NamedPart {
  sizeBytes: number;
}

const partCount = ({ sizeBytes, partSizeBytes }: PartPlan): number => Math.ceil(sizeBytes / partSizeBytes);

export const partNumbers = (plan: PartPlan): number[] =>
  Array.from({ length: partCount(plan) }, (_, index) => index + 1);

/** Size in bytes that part `number` must have. */
export const partSize = (plan: PartPlan, number: number): number =>
  number < partCount(plan) ? plan.partSizeBytes : plan.sizeBytes - (partCount(plan) - 1) * plan.partSizeBytes;

/** Throws `InvalidInput` unless every number is one of the plan's. */
export function checkPartNumbers(plan: PartPlan, numbers: readonly number[]): void {
  const count = partCount(plan);
  const wrong = numbers.flatMap((number, index) =>
    Number.isInteger(number) && number >= 1 && number <= count
      ? []
      : [{ field: ['numbers', String(index)], message: `must be between 1 and ${count}` }],
  );
  if (wrong.length > 0) throw new InvalidInput(wrong);
}

/** ETags come with or without quotes, depending on who passed them on. */
export const plainEtag = (etag: string): string => etag.replace(/^W\//, '').replaceAll('"', '');

/** The parts that have not arrived, or have arrived with the wrong size. */
export function missingParts(plan: PartPlan, arrived: readonly ArrivedPart[]): number[] {
  const sizes = new Map(arrived.map(({ number, sizeBytes }) => [number, sizeBytes]));
  return partNumbers(plan).filter((number) => sizes.get(number) !== partSize(plan, number));
}

/**
 * Checks that the client names every part once, with the ETag of what the store has, and that the store has all of
 * them in full; throws `InvalidInput` with every problem.
 */
export function checkParts(plan: PartPlan, named: readonly NamedPart[], arrived: readonly ArrivedPart[]): void {
  const inStore = new Map(arrived.map((part) => [part.number, part]));
  const seen = new Set<number>();
  const wrong = named.flatMap(({ number, etag }, index) => {
    const problem = (field: string, message: string) => [{ field: ['parts', String(index), field], message }];
    if (!Number.isInteger(number) || number < 1 || number > partCount(plan)) {
      return problem('number', `this upload has the parts 1 to ${partCount(plan)}`);
    }
    if (seen.has(number)) return problem('number', `part ${number} is named twice`);
    seen.add(number);
    const part = inStore.get(number);
    if (part?.sizeBytes !== partSize(plan, number)) return problem('number', `part ${number} has not been uploaded`);
    if (plainEtag(part.etag) !== plainEtag(etag)) return problem('etag', `is not the ETag of part ${number}`);
    return [];
  });
  const unnamed = partNumbers(plan).filter((number) => !seen.has(number));
  if (unnamed.length > 0) {
    const list = unnamed.length > 10 ? `${unnamed.slice(0, 10).join(', ')}, …` : unnamed.join(', ');
    wrong.push({ field: ['parts'], message: `these parts are missing: ${list}` });
  }
  if (wrong.length > 0) throw new InvalidInput(wrong);
}
