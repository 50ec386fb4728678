import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.js';
import type { Processes } from './processes.js';

export interface JestOutcome {
  passed: number;
  failed: number;
  /** What is wrong although every test passed: something left running, or a run that broke off. */
  problems: readonly string[];
}

interface JestResults {
  numPassedTests: number;
  numFailedTests: number;
  numRuntimeErrorTestSuites: number;
}

export interface JestRun {
  args: readonly string[];
  resultsFile: string;
  env: Readonly<Record<string, string>>;
}

/** Jest says so when something outlives the tests in its own process, where it then waits for ever. */
const leakSign = 'did not exit one second after the test run';
/**
 * Names the file that leaves a connection, a server or a program behind. (Jest's own complaint about a worker that is
 * slow to leave says no more than that the machine is busy.)
 */
const environment = join(root, 'test/support/environment.ts');
const choosesWorkers = /^(-i|--runInBand|-w.*|--maxWorkers.*)$/;

/** Runs jest over what `args` select; something that outlives the tests is a problem like a failed one. */
export async function runJest(processes: Processes, { args, resultsFile, env }: JestRun): Promise<JestOutcome> {
  const seen = { leak: false };
  const workers = args.some((arg) => choosesWorkers.test(arg)) ? [] : [`--maxWorkers=${defaultWorkers()}`];
  const colours = process.stderr.isTTY ? ['--colors'] : [];
  const how = await processes.runToEnd({
    name: 'jest',
    command: process.execPath,
    args: [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
      ...['--json', `--outputFile=${resultsFile}`, `--env=${environment}`, ...workers, ...colours, ...args],
    ],
    env,
    output: (text) => {
      process.stderr.write(text);
      if (!text.includes(leakSign)) return;
      seen.leak = true;
      processes.killAll('jest');
    },
  });
  const problems = seen.leak ? ['Something was left open after the tests: a timer, a server, a connection.'] : [];
  if (!existsSync(resultsFile)) return { passed: 0, failed: 0, problems: [...problems, `jest ${how}`] };
  const results = JSON.parse(readFileSync(resultsFile, 'utf8')) as JestResults;
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const brokeOff = failed === 0 && !seen.leak && how !== 'ended with code 0';
  return { passed: results.numPassedTests, failed, problems: brokeOff ? [`jest ${how}`] : problems };
}

/** One core is left to the servers that the tests talk to. */
const defaultWorkers = (): number => Math.max(2, availableParallelism() - 1);
