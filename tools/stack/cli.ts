/** `npm run cli -- COMMAND …`: the operator's commands, on the running product or on what the environment names. */
import { spawn } from 'node:child_process';
import { compiled } from './paths.js';
import { readRunEnvironment } from './run-file.js';
import { complain } from './say.js';

const running = readRunEnvironment();
if (!running && !process.env.DATABASE_URL) {
  complain(
    'The product is not running here: start it with `npm start`, or name its servers (DATABASE_URL, REDIS_URL, S3_*).',
  );
  process.exit(1);
}
const cli = spawn(process.execPath, ['--enable-source-maps', compiled('apps/cli/src/main'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  // Of the version of Node on this machine the SDK would tell at every command.
  env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', ...running, ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cli.kill(signal));
cli.once('exit', (code) => process.exit(code ?? 1));
