/**
 * Outlives the command that started it and cleans up after it, whatever ended it, SIGKILL included: the pipe on standard
 * input closes with the command, and then every process told to the guard is ended and every path is removed.
 */
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { endAll, type Ending } from './pids.js';

/** What the command tells, one JSON object a line. */
export type GuardMessage =
  { type: 'started'; process: Ending } | { type: 'ended'; pid: number } | { type: 'remove'; path: string };

const processes = new Map<number, Ending>();
const paths = new Set<string>();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line) as GuardMessage;
  switch (message.type) {
    case 'started':
      processes.set(message.process.pid, message.process);
      break;
    case 'ended':
      processes.delete(message.pid);
      break;
    case 'remove':
      paths.add(message.path);
      break;
  }
}

await endAll([...processes.values()]);
for (const path of paths) rmSync(path, { recursive: true, force: true });
