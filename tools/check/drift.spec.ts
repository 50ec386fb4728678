import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { driftIn } from './drift.js';

describe('a generated file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drift-'));
    await writeFile(join(folder, 'schema.sql'), 'create table moments;\n');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const driftFrom = (path: string, content: string) => driftIn(folder, new Map([[path, content]]));

  it('is in order when it is what would be generated now', async () => {
    expect(await driftFrom('schema.sql', 'create table moments;\n')).toEqual([]);
  });

  it('has drifted when one character differs, also at its end', async () => {
    for (const wanted of ['create table moment;\n', 'create table moments;']) {
      expect(await driftFrom('schema.sql', wanted)).toEqual([expect.stringContaining('schema.sql has drifted')]);
    }
  });

  it('has drifted when it is not there, even if it would be empty', async () => {
    expect(await driftFrom('schema.graphql', '')).toHaveLength(1);
  });
});
