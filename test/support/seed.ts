/** The seed of random tests: `TEST_SEED=… npm test -- ledger-model` runs again what a failure has printed. */
export const testSeed = (): number | undefined => {
  const given = process.env.TEST_SEED;
  return given === undefined ? undefined : Number.parseInt(given, 10);
};
