import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hours, InvalidInput, NotFound } from '@moments/kernel';
import { rows, SealingModule } from '@moments/platform';
import { type LibWorld, openLibWorld } from '@moments/testing/platform';
import { IntegrationNameTaken } from '../identity.errors.js';
import { IntegrationsModule } from './integrations.module.js';
import { IntegrationsQueries } from './integrations.queries.js';
import { IntegrationsService } from './integrations.service.js';

let world: LibWorld;
let service: IntegrationsService;
let queries: IntegrationsQueries;
let count = 0;

beforeAll(async () => {
  world = await openLibWorld([SealingModule.forRoot({ sealKeys: [Buffer.alloc(32, 'k')] }), IntegrationsModule]);
  service = world.app.get(IntegrationsService);
  queries = world.app.get(IntegrationsQueries);
});
afterAll(() => world.close());

const create = async () => {
  const name = `shop-${(count += 1)}`;
  return { name, ...(await service.create({ name, scopes: ['catalogue:write'] })) };
};
const secretsOf = async (name: string) =>
  (await queries.signers())
    .filter((signer) => signer.name === name)
    .flatMap(({ secrets }) => secrets.map((secret) => `whsec_${secret.toString('base64')}`));

describe('an integration', () => {
  it('is known by its key and by its signatures, with what it may do', async () => {
    const { name, apiKey, signingSecret } = await create();
    expect(await queries.byKey(apiKey)).toMatchObject({ name, scopes: ['catalogue:write'] });
    expect(await secretsOf(name)).toEqual([signingSecret]);
    expect(await queries.byKey(`${apiKey}x`)).toBeUndefined();
  });

  it('leaves neither key nor secret in the database', async () => {
    const { apiKey, signingSecret } = await create();
    const [kept] = await world.database.transaction((tx) =>
      rows<{ text: string }>(
        tx,
        `select (select string_agg(integration_keys::text, '') from integration_keys)
              || (select string_agg(encode(sealed, 'base64'), '') from integration_secrets) as text`,
      ),
    );
    expect(kept!.text).toContain(apiKey.slice(0, 16));
    expect(kept!.text).not.toContain(apiKey.slice(17));
    expect(kept!.text.replaceAll('\n', '')).not.toContain(signingSecret.slice(6, 36));
  });

  it('has a name of its own and at least one right', async () => {
    const { name } = await create();
    await expect(service.create({ name, scopes: ['catalogue:write'] })).rejects.toThrow(IntegrationNameTaken);
    await expect(service.create({ name: 'new', scopes: [] })).rejects.toThrow(InvalidInput);
    await expect(service.create({ name: 'new', scopes: ['all'] })).rejects.toThrow(InvalidInput);
    await expect(service.create({ name: 'New', scopes: ['catalogue:write'] })).rejects.toThrow(InvalidInput);
  });

  it('has two keys and two secrets while one replaces another, and then one', async () => {
    const { name, apiKey, signingSecret } = await create();
    const [newKey, newSecret] = [await service.rotateKey(name), await service.rotateSecret(name)];
    world.clock.advance(hours(24) - 1);
    expect(await queries.byKey(apiKey)).toBeDefined();
    expect((await secretsOf(name)).toSorted()).toEqual([signingSecret, newSecret].toSorted());
    world.clock.advance(1);
    expect(await queries.byKey(apiKey)).toBeUndefined();
    expect(await queries.byKey(newKey)).toMatchObject({ name });
    expect(await secretsOf(name)).toEqual([newSecret]);
  });

  it('is refused at once when it is revoked', async () => {
    const { name, apiKey } = await create();
    await service.revoke(name);
    await service.revoke(name);
    expect(await queries.byKey(apiKey)).toBeUndefined();
    expect(await secretsOf(name)).toEqual([]);
    expect((await queries.list()).find((one) => one.name === name)?.revokedAt).toEqual(world.clock.now());
  });

  it('that is none cannot be changed', async () => {
    await expect(service.rotateKey('none')).rejects.toThrow(NotFound);
    await expect(service.rotateSecret('none')).rejects.toThrow(NotFound);
    await expect(service.revoke('none')).rejects.toThrow(NotFound);
  });

  it('leaves a trail of what was done with it, without keys', async () => {
    const { name, apiKey } = await create();
    await service.rotateKey(name);
    const trail = await world.database.transaction((tx) =>
      rows<{ action: string; details: object }>(
        tx,
        `select action, details from audit_log where details->>'name' = $1 order by id`,
        [name],
      ),
    );
    expect(trail.map(({ action }) => action)).toEqual(['integration.created', 'integration.key_rotated']);
    expect(JSON.stringify(trail)).not.toContain(apiKey.slice(17));
  });
});
