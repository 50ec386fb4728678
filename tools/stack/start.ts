/** `npm start`: the whole product on this machine, until Ctrl-C. */
import { join } from 'node:path';
import { portFor, startApps } from './apps.js';
import { Claim } from './claim.js';
import { runCommand } from './command.js';
import { demoIsWanted, fillDemo } from './demo-fill.js';
import { endLeftovers } from './leftovers.js';
import { localFolder } from './paths.js';
import { withClient } from './postgres.js';
import type { Processes } from './processes.js';
import { startServers } from './product.js';
import {
  describeRun,
  readDemoAccounts,
  readIntegration,
  readRunFile,
  runEnvironmentFile,
  runFile,
  type RunFile,
  writePrivate,
} from './run-file.js';
import { say, since } from './say.js';

const defaultPort = 3000;
const logFolder = join(localFolder, 'logs');

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
  const theirs = process.env.DATABASE_URL;
  const port = { wanted: Number(process.env.PORT ?? defaultPort), required: process.env.PORT !== undefined };
  // Told now, and not after the minutes that a demo takes.
  await portFor(port);
  if (!theirs && (await demoIsWanted())) await fillDemo(processes);
  const startedMs = performance.now();
  const environment = await startServers(processes);
  say('Database and buckets: up to date');
  const { baseUrl } = await startApps(processes, {
    environment,
    host: process.env.HOST ?? '127.0.0.1',
    port,
  });
  writePrivate(runEnvironmentFile, environment);
  say(`Gateway, worker, transcoder: ready after ${since(startedMs)}`);

  if (theirs) await sayWhetherEmpty(theirs);
  const running = describeRun(baseUrl, {
    accounts: theirs ? [] : readDemoAccounts(),
    integration: theirs ? undefined : readIntegration(),
  });
  writePrivate(runFile, running);
  sayAddresses(running);
  say('Logs: .local/logs · Ctrl-C stops everything');
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
