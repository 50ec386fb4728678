import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { compiled, localFolder } from './paths.js';
import type { Processes } from './processes.js';
import { integrationFile, readIntegration } from './run-file.js';
import type { ClockEnvironment } from './shifted-clock.js';
import { type AppEnvironment, migrate, startStack } from './stack.js';
import { startTaxService } from './tax-service.js';

const allScopes = 'catalogue:write,purchases:write,deposits:write,bank-files:write';

// A made-up organisation whose numbers are well-formed: no bank knows it.
const debtor = {
  ...{ name: 'ООО «Моментс»', inn: '7830002293', kpp: '783001001', bic: '049805746', account: '40602810700000000025' },
  ...{ bankName: 'Банк «Пример»', correspondentAccount: '30101810800000000746' },
};

/** Starts what the apps stand on and brings it up to date; gives the environment that they read. */
export async function startServers(
  processes: Processes,
  options: { startOver?: boolean; clock?: ClockEnvironment } = {},
): Promise<AppEnvironment> {
  const stack = { folder: localFolder, durable: true, environment: process.env, ...options };
  const environment = await startStack(processes, stack);
  environment.TAX_SERVICE_URL = process.env.TAX_SERVICE_URL ?? (await startTaxService(processes));
  await migrate(processes, environment);
  if (!process.env.DATABASE_URL && !readIntegration()) {
    // Batches of payouts can be made only when it is known who pays.
    await operate(processes, environment, 'settings', 'set', 'payouts.debtor', JSON.stringify(debtor));
    // What plays the marketplace's other systems may do all that those may.
    const name = `stand-in-${randomBytes(4).toString('hex')}`;
    await operate(processes, environment, 'integration', 'create', name, allScopes, integrationFile);
  }
  return environment;
}

const operate = (processes: Processes, env: AppEnvironment, ...words: string[]): Promise<void> =>
  processes.run({
    name: words.slice(0, 2).join('-'),
    command: process.execPath,
    args: [compiled('apps/cli/src/main'), ...words],
    env,
  });

/** Where the private PostgreSQL keeps its data. */
export const postgresFolder = join(localFolder, 'postgres');
