import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localFolder } from './paths.js';
import type { AppEnvironment } from './stack.js';

/** An account that somebody may try the product with. */
export interface DemoAccount {
  role: string;
  email: string;
  password: string;
}

/** A bearer key for bulk calls, and a secret to sign messages with (Standard Webhooks). */
export interface IntegrationCredentials {
  apiKey: string;
  signingSecret: string;
}

/** Where the running product is: `.local/run.json`, there as long as `npm start` runs. */
export interface RunFile {
  graphqlUrl: string;
  wsUrl: string;
  integrationUrl: string;
  healthUrl: string;
  /** What a stand-in for the marketplace's other systems needs; not there for a database of somebody's own. */
  integration?: IntegrationCredentials;
  accounts: readonly DemoAccount[];
}

export const runFile = join(localFolder, 'run.json');
/** The apps' environment of the running product, for the operator's commands. */
export const runEnvironmentFile = join(localFolder, 'run-env.json');
/** How far the first run's demo fill is: there from before the private database is made to the end of the fill. */
const demoStageFile = join(localFolder, 'demo-stage.json');
type DemoStage = 'filling' | 'filled';
/** What the demo fill made; kept as long as the private database is. */
export const demoAccountsFile = join(localFolder, 'demo-accounts.json');

/** The credentials of the marketplace's stand-in; kept as long as the private database is. */
export const integrationFile = join(localFolder, 'integration.json');

export interface RunDetails {
  accounts: readonly DemoAccount[];
  integration?: IntegrationCredentials;
}

export const describeRun = (baseUrl: string, { accounts, integration }: RunDetails): RunFile => ({
  graphqlUrl: `${baseUrl}/graphql`,
  wsUrl: `${baseUrl.replace(/^http/, 'ws')}/graphql`,
  integrationUrl: `${baseUrl}/integration`,
  healthUrl: `${baseUrl}/health/ready`,
  integration,
  accounts,
});

/** Writes one of the files above, for this user alone: they hold passwords. */
export function writePrivate(file: string, content: object): void {
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
}

export const readRunFile = (): RunFile | undefined => read(runFile) as RunFile | undefined;
export const readRunEnvironment = (): AppEnvironment | undefined =>
  read(runEnvironmentFile) as AppEnvironment | undefined;
export const readIntegration = (): IntegrationCredentials | undefined =>
  read(integrationFile) as IntegrationCredentials | undefined;
export const readDemoAccounts = (): DemoAccount[] => (read(demoAccountsFile) ?? []) as DemoAccount[];

export const readDemoStage = (): DemoStage =>
  (read(demoStageFile) as { stage: DemoStage } | undefined)?.stage ?? 'filled';

export function writeDemoStage(stage: DemoStage): void {
  if (stage === 'filled') rmSync(demoStageFile, { force: true });
  else writePrivate(demoStageFile, { stage });
}

function read(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
