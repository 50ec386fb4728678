import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../stack/paths.js';
import { problem, type Problems } from './problems.js';

/** Runs a program of node_modules; everything it prints is a finding when it fails. */
export const checkWith = (program: string, ...args: readonly string[]): Promise<Problems> =>
  run(process.execPath, [join(root, 'node_modules', program), ...args]);

/** The compose file must be one that the client understands; where there is no client there is nothing to ask. */
export async function checkCompose(): Promise<Problems> {
  const client = await run('docker', ['compose', 'version']);
  return client.length > 0 ? [] : run('docker', ['compose', 'config', '--quiet']);
}

function run(command: string, args: readonly string[]): Promise<Problems> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', (error) => resolve([problem(error.message)]));
    child.once('close', (code) => {
      const said = Buffer.concat(output).toString('utf8').trim();
      resolve(code === 0 ? [] : said ? said.split('\n') : [problem(`${[command, ...args].join(' ')} failed silently`)]);
    });
  });
}
