/** `npm run bench -- NAME [--json]`: the benchmarks, on a stack of their own that is thrown away afterwards. */
import { join } from 'node:path';
import { runCommand } from './command.js';
import { compiled } from './paths.js';
import { migrate, startStack } from './stack.js';
import { sweepAbandoned, temporaryFolder } from './temporary.js';

const folder = temporaryFolder('bench');
await sweepAbandoned();

await runCommand({ logFolder: join(folder, 'logs'), interruptedCode: 130 }, async (processes) => {
  processes.removeAfterwards(folder);
  const { environment } = await startStack(processes, { folder, durable: true, environment: {} });
  await migrate(processes, environment);
  await processes.run({
    name: 'bench',
    command: process.execPath,
    args: ['--enable-source-maps', compiled('test/load/main'), ...process.argv.slice(2)],
    env: { ...environment, BENCH_FOLDER: folder },
    output: 'terminal',
  });
  return 0;
});
