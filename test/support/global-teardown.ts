import pg from 'pg';

/** Fails the run when a test file kept its database: its name tells which file. */
export default async function globalTeardown(): Promise<void> {
  const handedOver = process.env.MOMENTS_TEST_STACK;
  if (!handedOver) return;
  const { databaseUrl } = JSON.parse(handedOver) as { databaseUrl: string };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname like 't\\_%'`,
  );
  await client.end();
  const left = rows.map(({ datname }) => datname.replace(/_[0-9a-f]{8}$/, ''));
  if (left.length > 0) throw new Error(`Databases left behind, drop them in afterAll: ${left.join(', ')}`);
}
