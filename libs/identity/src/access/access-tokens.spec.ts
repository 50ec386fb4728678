import { describe, expect, it } from '@jest/globals';
import { FixedClock, minutes, newId } from '@moments/kernel';
import { randomBytes } from 'node:crypto';
import { decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { TokenExpired, TokenInvalid } from '../identity.errors.js';
import { AccessTokens, ownIssuer } from './access-tokens.js';

const seed = randomBytes(32);
const accountId = newId<'account'>();
const sessionId = newId<'session'>();
const clock = new FixedClock(new Date('2026-11-22T10:00:00Z'));
const tokens = new AccessTokens({ signingSeeds: [seed] }, clock);
const issue = (from = tokens) => from.issue({ accountId, sessionId, lifetimeMs: minutes(15) });

describe('an access token', () => {
  it('names its account and session, and nothing about a person', async () => {
    const { token } = await issue();
    expect(await tokens.verify(token)).toMatchObject({ accountId, sessionId });
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub']);
  });

  it('runs out after its lifetime', async () => {
    const ours = new FixedClock(clock.now());
    const issuer = new AccessTokens({ signingSeeds: [seed] }, ours);
    const { token } = await issue(issuer);
    ours.advance(minutes(15) - 1_000);
    await expect(issuer.verify(token)).resolves.toMatchObject({ accountId });
    ours.advance(1_000);
    await expect(issuer.verify(token)).rejects.toBeInstanceOf(TokenExpired);
  });

  it('stays good when a new key takes over, until the old one is taken out', async () => {
    const { token } = await issue();
    const next = randomBytes(32);
    const swapped = new AccessTokens({ signingSeeds: [next, seed] }, clock);
    expect(await swapped.verify(token)).toMatchObject({ accountId });
    expect(decodeProtectedHeader((await issue(swapped)).token).kid).toBe(swapped.publicKeys()[0]?.kid);
    const without = new AccessTokens({ signingSeeds: [next] }, clock);
    await expect(without.verify(token)).rejects.toBeInstanceOf(TokenInvalid);
  });

  it('can be verified by anybody with the published keys', async () => {
    const { token } = await issue();
    const [jwk] = tokens.publicKeys();
    const verified = await jwtVerify(token, await importJWK({ ...jwk }), { currentDate: clock.now() });
    expect(verified.payload.iss).toBe(ownIssuer);
    expect(Object.keys(jwk ?? {})).not.toContain('d');
  });

  it('is refused when anything about it is forged', async () => {
    const { token } = await issue();
    const [header = '', claims = '', signature = ''] = token.split('.');
    const other = Buffer.from(claims, 'base64url')
      .toString()
      .replace(/acc_[0-9a-f]+/, `acc_${'0'.repeat(32)}`);
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const forge = (typ: string, kid = tokens.publicKeys()[0]?.kid) =>
      new SignJWT({ sid: 'ses_1' })
        .setProtectedHeader({ alg: 'EdDSA', typ, kid })
        .setIssuer(ownIssuer)
        .sign(privateKey);
    const forgeries = [
      '',
      'x',
      `${header}.${claims}.`,
      `${header}.${Buffer.from(other).toString('base64url')}.${signature}`,
      `${header}.${claims}.${signature.slice(0, -4)}AAAA`,
      new UnsecuredJWT({ sid: 'x' }).setIssuer(ownIssuer).setAudience(ownIssuer).setSubject('x').encode(),
      await forge('at+jwt'),
      await forge('at+jwt', 'unknown'),
      // The public key taken for a shared secret.
      await new SignJWT({ sid: 'x' })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: tokens.publicKeys()[0]?.kid })
        .setIssuer(ownIssuer)
        .sign(Buffer.from(JSON.stringify(await exportJWK(privateKey)))),
    ];
    for (const forgery of forgeries) await expect(tokens.verify(forgery)).rejects.toBeInstanceOf(TokenInvalid);
  });
});
