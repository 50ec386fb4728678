import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EngagementQueries, FeedModule } from '@moments/feed';
import { commonEnvironment, PlatformModule } from '@moments/platform';
import { FollowsService, LikesService, SocialModule, SocialQueries } from '@moments/social';
import { ViewsModule } from '@moments/views';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { z } from 'zod';
import { seededId } from '../feed/seed.js';

/** One statement as the product sends it. */
export interface SentStatement {
  text: string;
  values: readonly unknown[];
}

/** Whom the recorded statements are about: the first two seeded accounts and the first moment. */
export const cast = {
  actor: seededId('account', 1),
  other: seededId('account', 2),
  moment: seededId('moment', 1),
};

@Module({})
class BenchModule {}

export interface RecordedStatements {
  liking: SentStatement[];
  following: SentStatement[];
}

/**
 * What the product's own services send to Postgres for a like and its undoing, and for a follow and its undoing, each
 * with the read that its answer takes: recorded, so that the reference runs exactly these and never falls behind them.
 */
export async function recordStatements(): Promise<RecordedStatements> {
  const platform = PlatformModule.forRoot('bench', z.object(commonEnvironment).parse(process.env));
  const views = ViewsModule.forRoot({ secrets: [randomBytes(32)], fingerprintSecret: randomBytes(32) });
  const imports = [platform, views, SocialModule, FeedModule];
  const app = await NestFactory.createApplicationContext({ module: BenchModule, imports }, { logger: ['error'] });
  try {
    const { actor, other, moment } = cast;
    const like = { accountId: actor, momentId: moment };
    const follow = { followerId: actor, followeeId: other };
    const answerLike = () => app.get(EngagementQueries).ofMoments(actor, [moment]);
    const answerFollow = () => app.get(SocialQueries).ofProfiles(actor, [other]);
    const liking = async () => {
      await app.get(LikesService).like(like);
      await answerLike();
      await app.get(LikesService).unlike(like);
      await answerLike();
    };
    const following = async () => {
      await app.get(FollowsService).follow(follow);
      await answerFollow();
      await app.get(FollowsService).unfollow(follow);
      await answerFollow();
    };
    // Once before: what is kept in memory has been read, and both begin without a like and a follow.
    await liking();
    await following();
    return { liking: await sentDuring(liking), following: await sentDuring(following) };
  } finally {
    await app.close();
  }
}

/** All statements that this process sends while `work` runs. */
async function sentDuring(work: () => Promise<void>): Promise<SentStatement[]> {
  const sent: SentStatement[] = [];
  const prototype = pg.Client.prototype as { query: (...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = new Proxy(query, {
    apply(target, client, args: unknown[]) {
      sent.push(statementOf(args));
      return Reflect.apply(target, client, args);
    },
  });
  try {
    await work();
    return sent;
  } finally {
    prototype.query = query;
  }
}

function statementOf([asked, parameters]: readonly unknown[]): SentStatement {
  const given = Array.isArray(parameters) ? (parameters as unknown[]) : undefined;
  if (typeof asked === 'string') return { text: asked, values: given ?? [] };
  const { text, values } = asked as { text: string; values?: unknown[] };
  return { text, values: given ?? values ?? [] };
}
