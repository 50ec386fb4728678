/** The benchmarks that there are, in the order in which all of them run. */
export const benchmarkNames = [
  'feed',
  'social',
  'upload',
  'transcode',
  'catalogue',
  'ledger',
  'orders',
  'views',
  'fraud',
  'close',
] as const;

export type BenchmarkName = (typeof benchmarkNames)[number];
