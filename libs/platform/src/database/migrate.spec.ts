import { describe, expect, it } from '@jest/globals';
import { MigrationDrift, pendingMigrations } from './migrate.js';

const migration = (name: string, checksum = 'c') => ({ name, sql: '', checksum });
const [first, second, third] = [migration('1'), migration('2'), migration('3')];

describe('pending migrations', () => {
  it('are those that were not applied, in the order of their names', () => {
    expect(pendingMigrations([first, second, third], [first])).toEqual([second, third]);
    expect(pendingMigrations([first, second], [])).toEqual([first, second]);
    expect(pendingMigrations([first, second], [first, second])).toEqual([]);
  });

  it.each([
    ['was edited after it had been applied', [migration('1', 'other')], [first]],
    ['was applied but its file is gone', [second], [first, second]],
    ['is older than one that was applied', [first, second, third], [first, third]],
  ])('do not exist when a migration %s: that is drift', (_, folder, applied) => {
    expect(() => pendingMigrations(folder, applied)).toThrow(MigrationDrift);
  });
});
