import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntegrationClient } from '../client/integration-client.js';
import { compiled } from '../stack/paths.js';
import type { RunFile } from '../stack/run-file.js';
import { booksAreProven } from './books.js';
import { creatorPublishes } from './creator.js';
import { creatorIsPaid } from './earnings.js';
import { marketplaceTells } from './integrator.js';
import { moderatorDecides } from './moderator.js';
import { operatorsPay } from './operators.js';
import { sellerOrders } from './orders.js';
import { Teller } from './teller.js';
import { viewerWatches } from './viewer.js';
import type { CommandAnswer, World } from './world.js';

interface Telling {
  /** The titles of the steps only. */
  quiet: boolean;
  /** Breaks the story off. */
  interruption: AbortSignal;
}

/**
 * Walks through the running product as each of its users, over GraphQL and the integration API, and ends with the reconcile.
 * Throws at the first answer that is not as expected, and when it is broken off; what it had set is put back before.
 */
export async function tellStory(running: RunFile, { quiet, interruption }: Telling): Promise<{ steps: number }> {
  if (!running.integration) throw new Error('.local/run.json names no integration: the story needs a demo of our own');
  const write = (line: string): void => {
    if (!interruption.aborted) console.log(line);
  };
  const tell = new Teller({ quiet, colour: process.stdout.isTTY, write });
  const folder = await mkdtemp(join(tmpdir(), 'moments-story-'));
  const marketplace = new IntegrationClient(running.integrationUrl, running.integration);
  const ends = [() => rm(folder, { recursive: true, force: true })];
  const atEnd = (putBack: () => Promise<void>): void => void ends.push(putBack);
  const world: World = { tell, running, marketplace, folder, operate, atEnd, run: randomBytes(3).toString('hex') };
  try {
    await Promise.race([walk(world), whenAborted(interruption)]);
    return { steps: tell.stepsTaken };
  } finally {
    for (const putBack of ends.reverse()) await putBack();
  }
}

async function walk(world: World): Promise<void> {
  const { viewer, momentId } = await viewerWatches(world);
  const creating = await creatorPublishes(world);
  const goods = await marketplaceTells(world, creating, viewer);
  const ordered = await sellerOrders(world, { creator: creating.creator, goods });
  const payout = await creatorIsPaid(world, ordered);
  const operator = await operatorsPay(world, payout);
  await moderatorDecides(world, { author: creating.creator, reporter: viewer, operator, momentId });
  await booksAreProven(world, operator);
}

async function whenAborted(interruption: AbortSignal): Promise<never> {
  if (!interruption.aborted) await once(interruption, 'abort');
  throw new Error('It was interrupted; what it had set is put back.');
}

/** `npm run cli -- …` without npm. */
const operate = (...words: string[]): Promise<CommandAnswer> =>
  new Promise((resolve) => {
    execFile(process.execPath, [compiled('tools/stack/cli'), ...words], (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      resolve({ code, output: (code === 0 ? stdout : `${stdout}${stderr}`).trim() });
    });
  });
