/** `npm run story [-- --quiet]`: walks through the running product as each of its users; code 1 when something is not as expected. */
import { tellStory } from '../story/main.js';
import { readRunFile } from './run-file.js';
import { complain, say, since } from './say.js';

const running = readRunFile();
if (!running) {
  complain(
    'The product is not running here: start it with `npm start` in another terminal, and wait for its addresses.',
  );
  process.exit(1);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const startedMs = performance.now();
try {
  const { steps } = await tellStory(running, { quiet: process.argv.includes('--quiet') });
  say(`\nThe story is told: ${steps} steps, all as expected, in ${since(startedMs)}`);
} catch (error) {
  complain(`The story breaks off after ${since(startedMs)}.`, error instanceof Error ? error.message : String(error));
  process.exit(1);
}
