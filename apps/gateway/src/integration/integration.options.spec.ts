import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { integrationEnvironment } from './integration.options.js';

const read = (text: string) => z.object(integrationEnvironment).safeParse({ INTEGRATION_SIGNING_SECRETS: text });
const secretOf = (bytes: number): string => `whsec_${Buffer.alloc(bytes, 'k').toString('base64')}`;

describe('the secrets of integrations', () => {
  it.each([24, 64])('have %i bytes', (bytes) => expect(read(secretOf(bytes)).success).toBe(true));
  it.each([0, 23, 65])('do not have %i bytes', (bytes) => expect(read(secretOf(bytes)).success).toBe(false));

  it('are several while one replaces another', () => {
    expect(
      read(`${secretOf(24)}, ${secretOf(32)}`).data?.INTEGRATION_SIGNING_SECRETS.map(({ length }) => length),
    ).toEqual([24, 32]);
  });

  it.each(['', secretOf(32).slice('whsec_'.length), `${secretOf(32)},`, `${secretOf(32)}!`])('do not read %j', (text) =>
    expect(read(text).success).toBe(false),
  );
});
