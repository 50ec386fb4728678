import { Injectable } from '@nestjs/common';
import { Clock, NotFound, parseInput } from '@moments/kernel';
import { LRUCache } from 'lru-cache';
import { Database } from '../database/database.js';
import { execute, rows, statement, type Tx } from '../database/statement.js';
import { allSettings, type SettingDefinition } from './define-setting.js';

const newest = statement(
  'settings.newest',
  'select version, value from settings where name = $1 order by version desc limit 1',
);

interface StoredVersion {
  version: number;
  value: unknown;
}

/** The cache does not take `undefined` or `null`; a setting may. */
interface InForce {
  value: unknown;
}

// How long a process may go on with the value before the last change.
const staleMs = 5_000;

/** Settings as they stand: typed, validated, versioned, never overwritten. */
@Injectable()
export class Settings {
  private readonly cache = new LRUCache<string, InForce, SettingDefinition>({
    max: 500,
    ttl: staleMs,
    fetchMethod: (_name, last, { context }) => this.load(context, last),
    // A get that is under way while a new version is set gives the old one instead of failing.
    ignoreFetchAbort: true,
  });

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * The value in force, frozen; a change reaches every process within five seconds. While it cannot be read (Postgres is
   * away, a newer version of the product has set what this one does not understand) the last one known stays in force;
   * throws when there is none.
   */
  async get<Value>(setting: SettingDefinition<Value>): Promise<Value> {
    const { value } = await this.cache.forceFetch(setting.name, { context: setting });
    // Read by the schema of the definition that was asked with.
    return value as Value;
  }

  /**
   * The same inside a transaction: what this process does not know just now is read through `tx`. To ask for another
   * connection while one is held lets transactions wait for each other until the pool gives up. Throws when it cannot be
   * read: after that the transaction can only be rolled back, whatever value is known.
   */
  async getIn<Value>(tx: Tx, setting: SettingDefinition<Value>): Promise<Value> {
    const { name } = setting;
    const known = this.cache.get(name, { noDeleteOnStaleGet: true });
    if (known) return known.value as Value;
    const last = this.cache.peek(name, { allowStale: true });
    const found = await rows<StoredVersion>(tx, newest, [name]);
    const loaded = await this.load(setting, last, () => Promise.resolve(found));
    this.cache.set(name, loaded);
    return loaded.value as Value;
  }

  /** Writes a new version; throws `InvalidInput` when the value breaks the setting's schema, `NotFound` for no setting. */
  async set(name: string, value: unknown, setBy: string): Promise<number> {
    const setting = allSettings().get(name);
    if (!setting) throw new NotFound('setting', ['name']);
    const checked = parseInput(setting.schema, value);
    const version = await this.database.transaction(async (tx) => {
      // Two operators at once would both write the next version.
      await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`setting:${name}`]);
      const [last] = await rows<StoredVersion>(tx, newest.text, [name]);
      const next = (last?.version ?? 0) + 1;
      await execute(tx, 'insert into settings (name, version, value, set_by, set_at) values ($1, $2, $3, $4, $5)', [
        name,
        next,
        JSON.stringify(checked),
        setBy,
        this.clock.now(),
      ]);
      return next;
    });
    this.cache.delete(name);
    return version;
  }

  private async load(
    setting: SettingDefinition,
    last: InForce | undefined,
    read = () => this.database.read<StoredVersion>(newest, [setting.name]),
  ): Promise<InForce> {
    try {
      return inForceBy(setting, await read());
    } catch (error) {
      if (last) return last;
      throw error;
    }
  }
}

function inForceBy({ name, schema, fallback }: SettingDefinition, [row]: readonly StoredVersion[]): InForce {
  if (!row) return { value: frozen(fallback) };
  const read = schema.safeParse(row.value);
  if (!read.success) throw new Error(`version ${row.version} of setting ${name} cannot be read`, { cause: read.error });
  return { value: frozen(read.data) };
}

/** One value serves every caller, so none may change it. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
