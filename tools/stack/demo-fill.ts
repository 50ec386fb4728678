import { addDays, after, businessDayOf, hours, startOfBusinessDay } from '@moments/kernel';
import { rmSync } from 'node:fs';
import { startApps } from './apps.js';
import { compiled } from './paths.js';
import { freePorts } from './ports.js';
import { hasPostgres } from './postgres.js';
import { type Processes, ProcessFailure } from './processes.js';
import { postgresFolder, startServers } from './product.js';
import { demoAccountsFile, integrationFile, readDemoStage, writeDemoStage } from './run-file.js';
import { say, since } from './say.js';
import { type ClockEnvironment, findFaketime, shiftClock } from './shifted-clock.js';

/** How far back the demo begins, in days. */
const demoDays = 21;
/** How often its past is tried: time that jumps may meet a job at a bad moment. */
const pasts = 2;

/** Whether the private database waits for its demo: it is not there yet, or was not filled to the end. */
export const demoIsWanted = async (): Promise<boolean> =>
  readDemoStage() !== 'filled' || !(await hasPostgres(postgresFolder));

/**
 * Fills a private database that is made for it: the product runs with its clock some weeks back, the demo's own program lives
 * through them (tools/demo/main.ts says how), and everything is ended again. What an earlier fill left behind is thrown away.
 */
export async function fillDemo(processes: Processes): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const clock = attempt > pasts ? undefined : clockOfDemo(processes);
    try {
      await fill(processes, clock);
      return;
    } catch (error) {
      if (!clock || !(error instanceof ProcessFailure) || error.program !== 'demo') throw error;
      const again = attempt < pasts ? 'once more' : 'once more, of today only';
      say(`Demo data: its past broke off, as said above; it is made ${again}`);
      await processes.endRunning();
    }
  }
}

async function fill(processes: Processes, clock: ClockEnvironment | undefined): Promise<void> {
  const startedMs = performance.now();
  if (readDemoStage() !== 'filled') say('An earlier fill broke off: its private data is made anew');
  // Before anything is made: whatever breaks off from here on, the next start begins anew.
  writeDemoStage('filling');
  rmSync(demoAccountsFile, { force: true });
  rmSync(integrationFile, { force: true });

  say(clock ? `Demo data: made once, from ${demoDays} days ago until now` : 'Demo data: made once');
  const environment = await startServers(processes, { startOver: true, clock });
  const [port = 0] = await freePorts(1);
  const { baseUrl } = await startApps(processes, {
    // Each simulated viewer is behind an address of its own, and the calendar's jobs are run when it is their time there.
    environment: { ...environment, TRUSTED_PROXIES: '1', WORKER_CALENDAR: 'false' },
    host: '127.0.0.1',
    port: { wanted: port, required: true },
  });
  const demo = processes.run({
    name: 'demo',
    command: process.execPath,
    args: ['--enable-source-maps', compiled('tools/demo/main')],
    env: {
      ...environment,
      GRAPHQL_URL: `${baseUrl}/graphql`,
      INTEGRATION_URL: `${baseUrl}/integration`,
      DEMO_ACCOUNTS_FILE: demoAccountsFile,
      DEMO_DAYS: String(clock ? demoDays : 0),
    },
    output: 'terminal',
  });
  await Promise.race([demo, processes.death.then((death) => Promise.reject(death))]);
  await processes.endRunning();
  writeDemoStage('filled');
  say(`Demo data: filled in ${since(startedMs)}`);
}

/** When the demo begins: early in the morning, before anybody watches. */
const dawn = (): Date => after(startOfBusinessDay(addDays(businessDayOf(new Date()), -demoDays)), hours(6));

/** None where the demo has to be content with today; says why. */
function clockOfDemo(processes: Processes): ClockEnvironment | undefined {
  const faketime = findFaketime();
  if (!faketime) say('Demo data: of today only; its past needs libfaketime (Debian: apt-get install libfaketime)');
  // A store of somebody's own believes in the true time, and in no signature from the past.
  else if (process.env.S3_ENDPOINT) say('Demo data: of today only; a store of yours (S3_ENDPOINT) has the true time');
  else return shiftClock(processes, { faketime, behindSeconds: Math.floor((Date.now() - dawn().getTime()) / 1_000) });
  return undefined;
}
