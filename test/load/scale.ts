/** What sizes and durations are multiplied by: less than 1 tries a benchmark out; its figures say nothing then. */
export const scale = Number(process.env.BENCH_SCALE ?? 1);

/** A size or a duration of a benchmark, whole and at least 1. */
export const scaled = (size: number): number => Math.max(1, Math.round(size * scale));
