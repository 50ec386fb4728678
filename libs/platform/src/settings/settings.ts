import { Injectable } from '@nestjs/common';
import { Clock, NotFound, parseInput } from '@moments/kernel';
import { LRUCache } from 'lru-cache';
import { Database, execute, rows, statement } from '../database/database.js';
import { allSettings, type SettingDefinition } from './define-setting.js';

const newest = statement(
  'settings.newest',
  'select version, value from settings where name = $1 order by version desc limit 1',
);

export interface SettingVersion {
  version: number;
  value: unknown;
}

// How long a process may go on with the value before the last change.
const staleMs = 5_000;

/** Settings as they stand: typed, validated, versioned, never overwritten. */
@Injectable()
export class Settings {
  private readonly cache = new LRUCache<string, SettingVersion>({
    max: 500,
    ttl: staleMs,
    fetchMethod: (name) => this.load(name),
  });

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The value in force; a change reaches every process within five seconds. */
  async get<Value>(setting: SettingDefinition<Value>): Promise<Value> {
    const { value, version } = (await this.cache.fetch(setting.name)) ?? { version: 0, value: undefined };
    return version === 0 ? setting.fallback : setting.schema.parse(value);
  }

  /** Writes a new version; throws `InvalidInput` when the value breaks the setting's schema, `NotFound` for no setting. */
  async set(name: string, value: unknown, setBy: string): Promise<number> {
    const setting = allSettings().get(name);
    if (!setting) throw new NotFound('setting', ['name']);
    const checked = parseInput(setting.schema, value);
    const version = await this.database.transaction(async (tx) => {
      // Two operators at once would both write the next version.
      await execute(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))', [`setting:${name}`]);
      const [last] = await rows<SettingVersion>(tx, newest.text, [name]);
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

  private async load(name: string): Promise<SettingVersion> {
    const [row] = await this.database.read<SettingVersion>(newest, [name]);
    return row ?? { version: 0, value: undefined };
  }
}
