import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type AccountId,
  accountOf,
  fromGlobalId,
  type IdKind,
  idFromUuid,
  idPrefixes,
  newId,
  parseGlobalId,
  profileOf,
  toGlobalId,
} from './ids.js';

const kinds = Object.keys(idPrefixes) as IdKind[];
const anyKind = fc.constantFrom(...kinds);
const uuid = '018f2a3b-4c5d-7e6f-8a9b-0c1d2e3f4a5b';

describe('ids', () => {
  it('read back as what they were written as, whatever they name', () => {
    fc.assert(
      fc.property(anyKind, fc.uuid(), (kind, text) => {
        const id = idFromUuid(text);
        expect(parseGlobalId(toGlobalId(kind, id))).toEqual({ kind, id });
        expect(fromGlobalId(kind, toGlobalId(kind, id))).toBe(id);
      }),
    );
  });

  it('are no ids of another kind', () => {
    fc.assert(
      fc.property(anyKind, anyKind, fc.uuid(), (kind, other, text) => {
        fc.pre(kind !== other);
        expect(fromGlobalId(other, toGlobalId(kind, idFromUuid(text)))).toBeUndefined();
      }),
    );
  });

  it('are refused, not guessed, when they are anything else', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(parseGlobalId(text)).toBeUndefined()));
  });

  it.each([
    '',
    'mom_',
    'mom_018f2a3b4c5d7e6f8a9b0c1d2e3f4a5',
    'mom_018f2a3b4c5d7e6f8a9b0c1d2e3f4a5b0',
    'mom_018F2A3B4C5D7E6F8A9B0C1D2E3F4A5B',
    'MOM_018f2a3b4c5d7e6f8a9b0c1d2e3f4a5b',
    'zzz_018f2a3b4c5d7e6f8a9b0c1d2e3f4a5b',
    'mom_018f2a3b4c5d7e6f8a9b0c1d2e3f4a5b\n',
    ' mom_018f2a3b4c5d7e6f8a9b0c1d2e3f4a5b',
    `mom_${uuid}`,
    uuid,
  ])('does not read %j', (text) => expect(parseGlobalId(text)).toBeUndefined());

  it('carry a prefix that no other kind has', () => {
    expect(new Set(Object.values(idPrefixes)).size).toBe(kinds.length);
  });

  it('made later sort later', () => {
    const made = Array.from({ length: 1_000 }, () => newId<'moment'>());
    expect([...made].sort()).toEqual(made);
  });

  it.each(['', uuid.toUpperCase(), uuid.replaceAll('-', ''), `${uuid} `, `{${uuid}}`])('are not made of %j', (text) =>
    expect(() => idFromUuid(text)).toThrow(TypeError),
  );

  it('of a profile and of its account are the same UUID under two prefixes', () => {
    const accountId: AccountId = newId();
    expect(accountOf(profileOf(accountId))).toBe(accountId);
    expect(toGlobalId('profile', profileOf(accountId)).slice(4)).toBe(toGlobalId('account', accountId).slice(4));
  });
});
