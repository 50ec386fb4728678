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
const interruption = new AbortController();
// Asked a second time it ends at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interruption.abort());
const startedMs = performance.now();
try {
  const telling = { quiet: process.argv.includes('--quiet'), interruption: interruption.signal };
  const { steps } = await tellStory(running, telling);
  say(`\nThe story is told: ${steps} steps, all as expected, in ${since(startedMs)}`);
} catch (error) {
  complain(`The story breaks off after ${since(startedMs)}.`, error instanceof Error ? error.message : String(error));
  process.exit(interruption.signal.aborted ? 130 : 1);
}
