/** `npm test [-- PATTERN …]`: every test, on a stack of its own that is thrown away afterwards. */
import { join } from 'node:path';
import { runCommand } from './command.js';
import { type JestOutcome, runJest } from './jest-run.js';
import type { Processes } from './processes.js';
import { complain, say } from './say.js';
import { migrate, startStack } from './stack.js';
import { sweepAbandoned, temporaryFolder } from './temporary.js';

const folder = temporaryFolder('test');
await sweepAbandoned();

await runCommand({ logFolder: join(folder, 'logs'), interruptedCode: 130 }, async (processes) => {
  processes.removeAfterwards(folder);
  const outcome = await test(processes).catch(async (error: unknown): Promise<JestOutcome> => {
    complain(error instanceof Error ? error.message : String(error), (error as { tail?: string }).tail);
    return { passed: 0, failed: 1, problems: [] };
  });
  await processes.stopAll();
  for (const problem of outcome.problems) complain(problem);
  const failed = outcome.failed + outcome.problems.length;
  say(`${outcome.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

async function test(processes: Processes): Promise<JestOutcome> {
  const environment = await startStack(processes, { folder, durable: false, environment: {} });
  await migrate(processes, environment);
  const database = new URL(environment.DATABASE_URL ?? '');
  const templateDatabase = database.pathname.slice(1);
  database.pathname = '/postgres';
  const stack = {
    databaseUrl: database.href,
    templateDatabase,
    redisUrl: environment.REDIS_URL,
    s3: {
      endpoint: environment.S3_ENDPOINT,
      region: environment.S3_REGION,
      accessKeyId: environment.S3_ACCESS_KEY_ID,
      secretAccessKey: environment.S3_SECRET_ACCESS_KEY,
    },
  };
  say('Tests: running');
  return runJest(processes, {
    args: process.argv.slice(2),
    resultsFile: join(folder, 'results.json'),
    env: {
      NODE_ENV: 'test',
      MOMENTS_TEST_STACK: JSON.stringify(stack),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
}
