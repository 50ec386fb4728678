import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hours, minutes, seconds } from '@moments/kernel';
import { Settings } from '@moments/platform';
import { anAccount } from '@moments/testing/identity';
import { aPublishedMoment } from '@moments/testing/moments';
import { CommentsWorld } from '../testing/comments-world.js';
import { commentSpam, type SpamRules } from './comments.settings.js';

let world: CommentsWorld;

beforeAll(async () => {
  world = await CommentsWorld.open();
});
beforeEach(() => world.refresh());
afterEach(() => rule({}));
afterAll(() => world.lib.close());

async function rule(change: Partial<SpamRules>): Promise<void> {
  await world.lib.app.get(Settings).set(commentSpam.name, { ...commentSpam.fallback, ...change }, 'test');
}
const anotherMoment = () => aPublishedMoment(world.lib, { authorId: world.ada });
const tooFast = { code: 'RATE_LIMITED', reason: 'comments_too_fast' };
const repeated = { code: 'RATE_LIMITED', reason: 'comment_repeated' };

describe('commenting too fast', () => {
  it('ends at the most of a minute, also for many at once and with what was deleted since, and goes on later', async () => {
    await rule({ perMinute: 3 });
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => world.write()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const commentId of await world.shown()) await world.comments.remove({ accountId: world.bob, commentId });
    await expect(world.write()).rejects.toMatchObject(tooFast);
    await world.write({ accountId: world.eve });
    world.lib.clock.advance(minutes(1));
    await world.write();
    expect(await world.counted()).toBe(2);
  });

  it('ends at the most of a day', async () => {
    await rule({ perDay: 2 });
    await world.write();
    world.lib.clock.advance(hours(12));
    await world.write({ momentId: await anotherMoment() });
    world.lib.clock.advance(hours(12) - seconds(11));
    await expect(world.write()).rejects.toMatchObject({ ...tooFast, params: { retryAfter: 1 } });
    world.lib.clock.advance(seconds(1));
    await world.write();
  });

  it('is not held against a call that only repeats its key', async () => {
    await rule({ perMinute: 1 });
    const first = { text: 'Wow', idempotencyKey: 'k' };
    expect(await world.write(first)).toBe(await world.write(first));
  });
});

describe('saying the same again', () => {
  it('is refused under the same moment, however it is spelled, until some minutes have passed', async () => {
    await world.write({ text: 'Best shop, write me' });
    for (const text of [
      'best shop write me',
      'BEST SHOP, WRITE ME!!!',
      'Bеst shор, writе mе',
      'b e s t shop write me',
    ]) {
      await expect(world.write({ text })).rejects.toMatchObject({ ...repeated, field: ['text'] });
    }
    await world.write({ text: 'Best shop, write us' });
    await world.write({ accountId: world.eve, text: 'Best shop, write me' });
    world.lib.clock.advance(minutes(10));
    await world.write({ text: 'Best shop, write me' });
    expect(await world.counted()).toBe(4);
  });

  it('is refused from moment to moment, too, after a few', async () => {
    await rule({ repeats: { ...commentSpam.fallback.repeats, anywhere: 2 } });
    await world.write({ text: '🔥🔥🔥' });
    await world.write({ text: '🔥', momentId: await anotherMoment() });
    const third = { text: '🔥🔥', momentId: await anotherMoment() };
    await expect(world.write(third)).rejects.toMatchObject(repeated);
    await world.write({ ...third, text: '😭' });
  });
});

describe('links', () => {
  it('are as many as the rules say, and none for a new account', async () => {
    await rule({ links: { max: 1, fromAccountHours: 24 } });
    const accountId = await anAccount(world.lib, { createdAt: world.lib.clock.now() });
    const refused = { code: 'INVALID_INPUT', field: ['text'] };
    await expect(world.write({ accountId, text: 'see a.com' })).rejects.toMatchObject({
      ...refused,
      reason: 'comment_with_links',
    });
    world.lib.clock.advance(hours(24));
    await world.write({ accountId, text: 'see a.com' });
    await expect(world.write({ accountId, text: 'a.com b.com' })).rejects.toMatchObject({
      ...refused,
      reason: 'comment_with_many_links',
      params: { max: 1 },
    });
    expect(await world.stored()).toBe(1);
  });
});

describe('a word of the list', () => {
  it('is refused however it is spelled, once it is listed', async () => {
    await world.write({ text: 'Casino' });
    await rule({ words: ['casino', 'купи диплом'] });
    for (const text of ['Best C4SІN0!', 'c-a-s-i-n-o', 'Купи   диплом']) {
      await expect(world.write({ text })).rejects.toMatchObject({ code: 'BLOCKED', reason: 'comment_blocked' });
    }
    await world.write({ text: 'Casinos are another word' });
    expect(await world.stored()).toBe(2);
  });
});
