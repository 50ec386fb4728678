import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { costSetting, Settings } from '@moments/platform';
import type { FormattedExecutionResult } from 'graphql';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { beginning } from '../support/notifications.js';
import { aPerson, type Person } from '../support/person.js';

let gateway: TestGateway;
let ada: Person;

beforeAll(async () => {
  gateway = await startGateway();
  ada = await aPerson(gateway);
});
afterAll(() => gateway.close());

/** Twelve points to subscribe, and two for each event. */
const subscription = 'subscription ($after: String) { notificationAdded(after: $after) { id subject { id } } }';

/** Past every rule: what somebody was told while they were away. */
const toldBefore = (count: number) =>
  gateway.database.pool.query(
    `insert into notifications (recipient_id, id, kind, subject_id, created_at)
     select $1::uuid, gen_random_uuid(), 'PROFILE_RESET', $1::uuid, now() - n * interval '1 minute'
       from generate_series(1, $2::int) as n`,
    [ada.accountId, count],
  );

describe('the events of a subscription', () => {
  it('are paid for one by one out of half of the bucket, and wait when that is spent', async () => {
    await toldBefore(3);
    const account = { capacity: 32, restoredPerSecond: 0.001 };
    const settings = gateway.app.get(Settings);
    await settings.set(costSetting.name, { ...costSetting.fallback, perOperation: 32, rejected: 1, account }, 'a test');
    const socket = gateway.socket({ token: ada.token });
    const events = socket.iterate({ query: subscription, variables: { after: beginning } });
    const told = async () => ((await events.next()) as IteratorResult<FormattedExecutionResult>).value as unknown;
    const event = { data: { notificationAdded: { subject: { id: ada.profileId } } } };
    expect([await told(), await told()]).toMatchObject([event, event]);

    const third = told();
    const { extensions } = await gateway.query('{ me { id } }', {}, ada);
    expect(extensions?.cost?.throttleStatus.currentlyAvailable).toBe(32 - 12 - 2 * 2 - 1);

    await settings.set(costSetting.name, costSetting.fallback, 'a test');
    expect(await third).toMatchObject(event);
    await socket.dispose();
  });
});
