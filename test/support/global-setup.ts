import pg from 'pg';

/** Fails at once, with one sentence, when the stack that `npm test` handed over does not answer. Unit runs have none. */
export default async function globalSetup(): Promise<void> {
  const handedOver = process.env.MOMENTS_TEST_STACK;
  if (!handedOver) return;
  const { databaseUrl, templateDatabase } = JSON.parse(handedOver) as { databaseUrl: string; templateDatabase: string };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rowCount } = await client.query('select from pg_database where datname = $1', [templateDatabase]);
  await client.end();
  if (rowCount !== 1)
    throw new Error(`The test stack has no database ${templateDatabase}: start the tests by npm test.`);
}
