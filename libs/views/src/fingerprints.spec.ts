import { describe, expect, it } from '@jest/globals';
import { FixedClock, newId } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { randomBytes } from 'node:crypto';
import { Fingerprints } from './fingerprints.js';
import { PlaybackTokens } from './playback-tokens.js';

const [older, newer] = [randomBytes(32), randomBytes(32)];
const settings = Object.create(Settings.prototype) as Settings;
settings.get = async ({ fallback }) => fallback;

const fingerprintsBy = (fingerprintSecret: Buffer, otherFingerprintSecrets?: Buffer[]) =>
  new Fingerprints({ secrets: [older], fingerprintSecret, otherFingerprintSecrets }, settings);

describe('a device', () => {
  it('is the same by one secret, another by another, and none without a name', () => {
    const fingerprints = fingerprintsBy(older);
    expect(fingerprints.deviceOf('phone')).toBe(fingerprintsBy(older).deviceOf('phone'));
    expect(fingerprints.deviceOf('phone')).not.toBe(fingerprints.deviceOf('tablet'));
    expect(fingerprints.deviceOf('phone')).not.toBe(fingerprintsBy(newer).deviceOf('phone'));
    for (const name of [undefined, '', 'x'.repeat(201)]) {
      expect(fingerprints.deviceOf(name)).toBeUndefined();
      expect(fingerprintsBy(newer, [older]).otherDevicesOf(name)).toEqual([]);
    }
  });

  it('keeps its tokens while one secret takes the place of another, on both sides of the change', async () => {
    const [before, meanwhile, swapped, afterwards] = [
      fingerprintsBy(older),
      fingerprintsBy(older, [newer]),
      fingerprintsBy(newer, [older]),
      fingerprintsBy(newer),
    ];
    const tokens = new PlaybackTokens(
      { secrets: [older], fingerprintSecret: older },
      settings,
      new FixedClock(new Date('2026-11-22T10:00:00Z')),
    );
    const accepts = async (issuer: Fingerprints, reader: Fingerprints, reads = 'phone') => {
      const serving = { deviceId: issuer.deviceOf('phone'), feedSessionId: newId<'feedSession'>() };
      const [token = ''] = await tokens.issue({ ...serving, surface: 'FOR_YOU', promoted: false }, [newId<'moment'>()]);
      const bearer = { deviceId: reader.deviceOf(reads), otherDeviceIds: reader.otherDevicesOf(reads) };
      return tokens.verify(token, bearer) !== undefined;
    };
    expect(await accepts(before, meanwhile)).toBe(true);
    expect(await accepts(meanwhile, swapped)).toBe(true);
    expect(await accepts(swapped, meanwhile)).toBe(true);
    expect(await accepts(swapped, afterwards)).toBe(true);
    expect(await accepts(before, afterwards)).toBe(false);
    expect(await accepts(meanwhile, swapped, 'tablet')).toBe(false);
  });
});
