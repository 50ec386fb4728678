/** `npm start`: the whole product on this machine, until Ctrl-C. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startApps } from './apps.js';
import { Claim } from './claim.js';
import { runCommand } from './command.js';
import { endLeftovers } from './leftovers.js';
import { compiled, localFolder } from './paths.js';
import { withClient } from './postgres.js';
import type { Processes } from './processes.js';
import {
  demoAccountsFile,
  describeRun,
  integrationFile,
  readDemoAccounts,
  readDemoStage,
  readIntegration,
  readRunFile,
  runEnvironmentFile,
  runFile,
  type RunFile,
  writeDemoStage,
  writePrivate,
} from './run-file.js';
import { say, since } from './say.js';
import { type AppEnvironment, migrate, startStack } from './stack.js';
import { startTaxService } from './tax-service.js';

const defaultPort = 3000;
const demo = compiled('tools/demo/main');
const logFolder = join(localFolder, 'logs');

const allScopes = 'catalogue:write,purchases:write,deposits:write,bank-files:write';

// A made-up organisation whose numbers are well-formed: no bank knows it.
const debtor = {
  ...{ name: 'ООО «Моментс»', inn: '7830002293', kpp: '783001001', bic: '049805746', account: '40602810700000000025' },
  ...{ bankName: 'Банк «Пример»', correspondentAccount: '30101810800000000746' },
};

await runCommand({ logFolder, interruptedCode: 0 }, async (processes) => {
  const claimFile = join(localFolder, 'start.claim');
  const holder = await new Claim(claimFile).take(processes.guardPid);
  if (holder !== undefined) {
    const running = readRunFile();
    say(running ? 'The product is already running:' : `The product is already being started by process ${holder}.`);
    if (running) sayAddresses(running);
    return 0;
  }
  await endLeftovers(logFolder);
  for (const file of [claimFile, runFile, runEnvironmentFile]) processes.removeAfterwards(file);
  await start(processes);
  // It runs until somebody ends it, or until one of its programs dies.
  throw await processes.death;
});

async function start(processes: Processes): Promise<void> {
  const startedMs = performance.now();
  const theirs = process.env.DATABASE_URL;
  const ours = !theirs;
  const startOver = ours && readDemoStage() === 'filling';
  if (startOver) say('The first run broke off: its private data is made anew');
  const options = { folder: localFolder, durable: true, startOver, environment: process.env };
  const stack = await startStack(processes, options);
  stack.environment.TAX_SERVICE_URL = process.env.TAX_SERVICE_URL ?? (await startTaxService(processes));
  if (stack.isNew) {
    rmSync(demoAccountsFile, { force: true });
    rmSync(integrationFile, { force: true });
    writeDemoStage('wanted');
  }
  await migrate(processes, stack.environment);
  if (ours && !readIntegration()) {
    await sayWhoPays(processes, stack.environment);
    await letStandInCall(processes, stack.environment);
  }
  say('Database and buckets: up to date');

  const { baseUrl } = await startApps(processes, {
    environment: stack.environment,
    host: process.env.HOST ?? '127.0.0.1',
    port: { wanted: Number(process.env.PORT ?? defaultPort), required: process.env.PORT !== undefined },
  });
  writePrivate(runEnvironmentFile, stack.environment);
  say(`Gateway, worker, transcoder: ready after ${since(startedMs)}`);

  if (theirs) await sayWhetherEmpty(theirs);
  else if (readDemoStage() === 'wanted') await fillDemo(processes, baseUrl, stack.environment);
  const running = describeRun(baseUrl, {
    accounts: ours ? readDemoAccounts() : [],
    integration: ours ? readIntegration() : undefined,
  });
  writePrivate(runFile, running);
  sayAddresses(running);
  say('Logs: .local/logs · Ctrl-C stops everything');
}

/** Batches of payouts can be made only when it is known who pays. */
async function sayWhoPays(processes: Processes, environment: AppEnvironment): Promise<void> {
  await processes.run({
    name: 'debtor',
    command: process.execPath,
    args: [compiled('apps/cli/src/main'), 'settings', 'set', 'payouts.debtor', JSON.stringify(debtor)],
    env: environment,
  });
}

/** What plays the marketplace's other systems may do all that those may. */
async function letStandInCall(processes: Processes, environment: AppEnvironment): Promise<void> {
  const name = `stand-in-${randomBytes(4).toString('hex')}`;
  await processes.run({
    name: 'integration',
    command: process.execPath,
    args: [compiled('apps/cli/src/main'), ...['integration', 'create', name, allScopes, integrationFile]],
    env: environment,
  });
}

/** The demo's own program draws and uploads; it writes the accounts that it made to the file it is told. */
async function fillDemo(processes: Processes, baseUrl: string, environment: AppEnvironment): Promise<void> {
  writeDemoStage('filling');
  say('Demo data: drawing clips and uploading them, once');
  await processes.run({
    name: 'demo',
    command: process.execPath,
    args: [demo],
    env: {
      ...environment,
      GRAPHQL_URL: `${baseUrl}/graphql`,
      INTEGRATION_URL: `${baseUrl}/integration`,
      DEMO_ACCOUNTS_FILE: demoAccountsFile,
    },
    output: 'terminal',
  });
  writeDemoStage('filled');
}

/** An empty database of somebody else's stays empty; the feed will be, too, and this is why. */
async function sayWhetherEmpty(databaseUrl: string): Promise<void> {
  const { rowCount } = await withClient(databaseUrl, (client) => client.query('select from accounts limit 1'));
  if (rowCount === 0) say('Demo data: none is made for a database of yours (DATABASE_URL); it has no accounts yet');
}

function sayAddresses(running: RunFile): void {
  say(`\n  GraphQL      ${running.graphqlUrl}  (open it in a browser to explore)`);
  say(`  WebSocket    ${running.wsUrl}`);
  say(`  Health       ${running.healthUrl}\n`);
  for (const { role, email, password } of running.accounts) say(`  ${role.padEnd(11)}  ${email}  ${password}`);
  if (running.accounts.length > 0) say('');
}
