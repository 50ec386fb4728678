import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@moments/kernel';
import { anAccount } from '@moments/testing/identity';
import type { LibWorld } from '@moments/testing/platform';
import { notificationKinds } from '../domain/kinds.js';
import { openToldWorld } from '../testing/told-world.js';
import { PreferencesService } from './preferences.service.js';

let world: LibWorld;
let preferences: PreferencesService;
let ada = newId<'account'>();

beforeAll(async () => {
  world = await openToldWorld();
  preferences = world.app.get(PreferencesService);
});
beforeEach(async () => {
  ada = await anAccount(world);
});
afterAll(() => world.close());

describe('what somebody wants to be told', () => {
  it('is every kind, until they say otherwise', async () => {
    expect(await preferences.of(ada)).toEqual(notificationKinds.map((kind) => ({ kind, enabled: true })));
  });

  it('is as they said last, said twice or on two devices at once', async () => {
    const off = { kind: 'NEW_FOLLOWER', enabled: false };
    await Promise.all([preferences.set(ada, off), preferences.set(ada, off), preferences.set(ada, off)]);
    const enabled = async () => (await preferences.of(ada)).filter((each) => each.kind === 'NEW_FOLLOWER');
    expect(await enabled()).toEqual([off]);
    expect(await preferences.set(ada, { ...off, enabled: true })).toEqual({ ...off, enabled: true });
    expect(await enabled()).toEqual([{ ...off, enabled: true }]);
  });

  it('can only be a kind that there is', async () => {
    for (const kind of ['', 'new_follower', 'constructor']) {
      await expect(preferences.set(ada, { kind, enabled: false })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  it('is not kept for an account that is gone', async () => {
    await expect(preferences.set(newId(), { kind: 'NEW_FOLLOWER', enabled: false })).rejects.toMatchObject({
      reason: 'account_gone',
    });
  });
});
