import type { INestApplicationContext } from '@nestjs/common';
import { formatAmount, fromGlobalId, NotFound, type PayoutBatchId, toGlobalId } from '@moments/kernel';
import { BankFiles, maxBankFileBytes, PayoutBankModule, PayoutFiles, UnclaimedMoneyQueries } from '@moments/payouts';
import { SealingModule } from '@moments/platform';
import { open } from 'node:fs/promises';
import { type Command, exactly, UsageError } from '../command.js';
import { type CliConfig, readSealingOptions, readTaxServiceOptions } from '../config.js';
import { withServices } from '../operator-app.js';

function withBank(config: CliConfig, work: (app: INestApplicationContext) => Promise<void>): Promise<number> {
  const modules = [SealingModule.forRoot(readSealingOptions()), PayoutBankModule.forRoot(readTaxServiceOptions())];
  return withServices(
    config,
    async (app) => {
      await work(app);
      return 0;
    },
    modules,
  );
}

/** A file, but never more of it than what tells that it is too large. */
async function readBounded(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    const content = Buffer.alloc(maxBankFileBytes + 1);
    let size = 0;
    while (size < content.length) {
      const { bytesRead } = await file.read(content, size);
      if (bytesRead === 0) break;
      size += bytesRead;
    }
    return content.subarray(0, size);
  } finally {
    await file.close();
  }
}

export const payoutsImport: Command = {
  name: 'payouts import',
  usage: 'FILE',
  summary: 'takes in what the bank tells of payouts (pain.002, camt.054): the whole file or nothing of it',
  run: (args, config) => {
    const [path = ''] = exactly(args, 1);
    return withBank(config, async (app) => {
      const content = await readBounded(path);
      const outcome = await app.get(BankFiles).import({ content, by: null, source: 'cli' });
      for (const [what, told] of Object.entries(outcome)) console.log(`${what.padEnd(10)} ${told}`);
    });
  },
};

export const payoutsFiles: Command = {
  name: 'payouts files',
  usage: 'BATCH',
  summary: 'writes the files of a batch that is sent once more, the same to the byte, and shows links to them',
  run: (args, config) => {
    const [text = ''] = exactly(args, 1);
    return withBank(config, async (app) => {
      const batchId: PayoutBatchId | undefined = fromGlobalId('payoutBatch', text);
      if (!batchId) throw new NotFound('payoutBatch');
      const files = app.get(PayoutFiles);
      for (const format of await files.write(batchId)) console.log(await files.link(batchId, format));
    });
  },
};

export const payoutsUnclaimed: Command = {
  name: 'payouts unclaimed',
  usage: '',
  summary: 'shows what is still owed to creators whose accounts are deleted, the longest gone first',
  run: (args, config) => {
    exactly(args, 0);
    return withServices(config, async (app) => {
      for (const { accountId, deletedAt, available, pending } of await app.get(UnclaimedMoneyQueries).list()) {
        const account = toGlobalId('account', accountId);
        const amounts = `${formatAmount(available)} available  ${formatAmount(pending)} pending  ${available.currency}`;
        console.log(`${account}  ${deletedAt.toISOString()}  ${amounts}`);
      }
      return 0;
    });
  },
};
