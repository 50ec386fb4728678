import { describe, expect, it } from '@jest/globals';
import { allSettings, jobsOf, metrics } from '@moments/platform';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from '../../apps/cli/src/commands.js';
import { findCommand } from '../../apps/cli/src/help.js';
import { variables as cliVariables } from '../../apps/cli/src/config.js';
import { variables as gatewayVariables } from '../../apps/gateway/src/config.js';
import '../../apps/gateway/src/telemetry/operation-metrics.js';
import { variables as transcoderVariables } from '../../apps/transcoder/src/config.js';
import { variables as workerVariables } from '../../apps/worker/src/config.js';
import '../../apps/worker/src/worker.module.js';
import { root } from '../../tools/stack/paths.js';

const folder = join(root, 'docs/operating');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The cells of every row of the tables of a page, without their heads. */
const rowsOf = (page: string): string[][] =>
  textOf(`docs/operating/${page}`)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');

const processes: Readonly<Record<string, readonly string[]>> = {
  gateway: gatewayVariables,
  worker: workerVariables,
  transcoder: transcoderVariables,
  cli: cliVariables,
};

describe('the configuration that is told to operators', () => {
  // Read by what starts the gateway, not by the gateway itself.
  const ofTheImage = ['GATEWAY_HEAP_MB'];

  it.each(Object.keys(processes))('is all that the %s reads, and no more', (process) => {
    const told = rowsOf('configuration.md')
      .filter(([, readers = '']) => readers === 'all' || readers.split(', ').includes(process))
      .flatMap(([names]) => namesIn(names));
    expect(told.filter((name) => !ofTheImage.includes(name)).toSorted()).toEqual(processes[process]?.toSorted());
  });

  it('of the compose file names only what is read, and all that has no fallback', () => {
    const block = /environment: &environment\n((?: {4}.*\n)+)/.exec(textOf('docker-compose.yml'))?.[1] ?? '';
    const set = [...block.matchAll(/^ {4}([A-Z][A-Z0-9_]*):/gm)].map(([, name]) => name ?? '');
    const known = new Set(Object.values(processes).flat());
    expect(set.filter((name) => !known.has(name))).toEqual([]);
    const needed = rowsOf('configuration.md')
      .filter(([, , fallback]) => fallback === 'needed')
      .flatMap(([names]) => namesIn(names));
    expect(needed.filter((name) => !set.includes(name))).toEqual([]);
  });
});

describe('the schedules that are told to operators', () => {
  it('are those that the worker runs', () => {
    const told = rowsOf('schedules.md').map(([job, cron]) => [namesIn(job)[0], namesIn(cron)[0]]);
    const run = [...jobsOf('worker'), ...jobsOf('transcoder')]
      .filter(({ cron }) => cron !== undefined)
      .map(({ name, cron }) => [name, cron]);
    expect(told.toSorted()).toEqual(run.toSorted());
  });
});

describe('the metrics that are told to operators', () => {
  it('are those that there are', () => {
    const own = metrics
      .getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => !/^moments_(nodejs|process)_/.test(name));
    // Alerts have a cell more.
    const told = rowsOf('metrics.md')
      .filter(({ length }) => length === 3)
      .flatMap(([names]) => namesIn(names).map((name) => name.replace(/\{.*\}/, '')));
    expect([...new Set(told)].toSorted()).toEqual(own.toSorted());
  });
});

describe('the commands in the runbooks', () => {
  it('are commands that there are', () => {
    const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
    const told = pages.flatMap((page) =>
      [...textOf(`docs/operating/${page}`).matchAll(/(?:^|[`\s(])cli ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)/gm)].map(
        ([, words = '']) => ({ page, words }),
      ),
    );
    expect(told.length).toBeGreaterThan(20);
    expect(told.filter(({ words }) => !words.startsWith('help') && !findCommand(commands, words.split(' ')))).toEqual(
      [],
    );
  });
});

describe('the settings that documents name', () => {
  it('are settings that there are', () => {
    const known = new Set(allSettings().keys());
    const parts = new Set([...known].map((name) => name.split('.')[0]));
    const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.md') && !path.startsWith('adr'),
    );
    const told = pages.flatMap((page) =>
      [...textOf(`docs/${page}`).matchAll(/`([a-z]+)\.([a-z_-]+)`/g)]
        .filter(([, part]) => parts.has(part))
        .map(([, part, name]) => `${part}.${name}`),
    );
    expect(told.length).toBeGreaterThan(10);
    expect(told.filter((name) => !known.has(name))).toEqual([]);
  });
});
