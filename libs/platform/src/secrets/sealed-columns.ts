import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { execute, rows } from '../database/statement.js';
import { Sealing } from './sealing.js';

/** Where a lib keeps what it has sealed; names are its own SQL, never anybody's input. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column with the id of whom a row's content is sealed for. */
  readonly owner: string;
  /** What is kept beside it to tell equal content: made anew with it. `prefix` is SQL for what precedes the content. */
  readonly fingerprint?: { readonly column: string; readonly purpose: string; readonly prefix: string };
}

/** How much of a column one key has sealed. */
interface SealedByKey {
  /** The key's id in hex. */
  readonly keyId: string;
  readonly state: 'current' | 'previous' | 'unknown';
  readonly count: number;
}

// Short transactions: whoever pays or signs meanwhile waits for one of them at most.
const batchSize = 200;
const beforeAll = '00000000-0000-0000-0000-000000000000';

interface Renewed {
  readonly count: number;
  readonly last?: string;
}

/** What the database holds sealed, column by column: by which keys, and anew by the one in force. */
@Injectable()
export class SealedColumns {
  constructor(
    private readonly database: Database,
    private readonly sealing: Sealing,
  ) {}

  /** How much each key has sealed. What no configured key opens is of state `unknown`. */
  async count({ table, column }: SealedColumn): Promise<SealedByKey[]> {
    const known = this.sealing.keyIds().map((id) => id.toString('hex'));
    const found = await this.database.transaction((tx) =>
      rows<{ keyId: string; count: number }>(
        tx,
        `select encode(substring(${column} from 1 for 4), 'hex') as "keyId", count(*)::int as count
           from ${table} where ${column} is not null group by 1 order by 1`,
      ),
    );
    return found.map(({ keyId, count }) => {
      const place = known.indexOf(keyId);
      return { keyId, count, state: place === 0 ? 'current' : place > 0 ? 'previous' : 'unknown' };
    });
  }

  /**
   * Seals anew, by the key in force, what another configured key has sealed; gives how many rows. May be interrupted and
   * begun again, while everything else goes on. What no configured key opens stays as it is.
   */
  async renew(place: SealedColumn): Promise<number> {
    let renewed = 0;
    for (let last: string | undefined = beforeAll; last !== undefined;) {
      const batch: Renewed = await this.renewSome(place, last);
      renewed += batch.count;
      last = batch.count < batchSize ? undefined : batch.last;
    }
    return renewed;
  }

  private renewSome({ table, column, owner, fingerprint }: SealedColumn, after: string): Promise<Renewed> {
    const [, ...previous] = this.sealing.keyIds();
    return this.database.transaction(async (tx) => {
      // In the order of ids: two who renew at once wait for each other instead of each for the other. From where the batch
      // before has ended: else each would look at all rows before it once more.
      const found = await rows<{ id: string; owner: string; content: Buffer; prefix: string }>(
        tx,
        `select id, ${owner} as owner, ${column} as content, ${fingerprint?.prefix ?? `''`} as prefix
           from ${table} where id > $2 and substring(${column} from 1 for 4) = any($1::bytea[])
          order by id limit ${batchSize} for update`,
        [previous, after],
      );
      for (const { id, owner: sealedFor, content, prefix } of found) {
        const plain = this.sealing.open({ content, owner: sealedFor });
        const sealed = this.sealing.seal({ content: plain, owner: sealedFor });
        if (fingerprint) {
          const [hash] = this.sealing.fingerprints(`${prefix}${plain.toString()}`, fingerprint.purpose);
          const both = `update ${table} set ${column} = $2, ${fingerprint.column} = $3 where id = $1`;
          await execute(tx, both, [id, sealed, hash]);
        } else await execute(tx, `update ${table} set ${column} = $2 where id = $1`, [id, sealed]);
      }
      return { count: found.length, last: found.at(-1)?.id };
    });
  }
}
