import { NestFactory } from '@nestjs/core';
import { after, FixedClock, hours, type MomentId, newId } from '@moments/kernel';
import { commonEnvironment, PlatformModule, Settings } from '@moments/platform';
import { playbackEnvironment, playbackOptionsFrom, PlaybackTokens, Fingerprints } from '@moments/views';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { seededId } from '../feed/seed.js';
import type { PreparedRequest } from '../requests.js';

/** Events of one report. */
export const reportSize = 50;

const anonymousShare = 0.3;
const pagesEach = 4;
const moments = 20_000;
const shortestMs = 12_000;

const document = `mutation RecordViews($input: RecordViewsInput!) {
  recordViews(input: $input) { accepted duplicates rejected { id code } userErrors { code } }
}`;
const head = `{"query":${JSON.stringify(document)},"variables":{"input":{"events":[`;

/** Somebody who has been served pages and tells what they watched of them. */
interface Viewer {
  headers: Record<string, string>;
  /** Tokens of each page. */
  pages: string[][];
}

class BenchModule {}

/** Viewers, as many as there are access tokens, and some more without an account, each on a device of their own. */
export async function audience(accessTokens: readonly string[]): Promise<Viewer[]> {
  const environment = z.object({ ...commonEnvironment, ...playbackEnvironment }).parse(process.env);
  const platform = PlatformModule.forRoot('bench', environment);
  const app = await NestFactory.createApplicationContext(
    { module: BenchModule, imports: [platform] },
    { logger: ['error'] },
  );
  try {
    const [options, settings] = [playbackOptionsFrom(environment), app.get(Settings)];
    const fingerprints = new Fingerprints(options, settings);
    // Served over the last twenty hours: time enough to watch all of it.
    const served = Array.from(
      { length: pagesEach },
      (_, page) => new PlaybackTokens(options, settings, new FixedClock(after(new Date(), -hours(20 - page * 4)))),
    );
    const pagesOf = (owner: { viewerId?: ReturnType<typeof accountAt>; device?: string }) =>
      Promise.all(
        served.map((tokens) =>
          tokens.issue(
            {
              viewerId: owner.viewerId,
              deviceId: fingerprints.deviceOf(owner.device),
              feedSessionId: newId<'feedSession'>(),
              surface: 'FOR_YOU',
              promoted: false,
            },
            Array.from({ length: reportSize }, anyMoment),
            Array.from({ length: reportSize }, (_, index) => index),
          ),
        ),
      );
    const members = accessTokens.map(async (token, index) => ({
      headers: { authorization: `Bearer ${token}`, 'x-device-id': `phone-${index}` },
      pages: await pagesOf({ viewerId: accountAt(index) }),
    }));
    const strangers = Array.from({ length: accessTokens.length * anonymousShare }, async (_, index) => {
      const device = `stranger-${index}`;
      return { headers: { 'x-device-id': device }, pages: await pagesOf({ device }) };
    });
    return await Promise.all([...members, ...strangers]);
  } finally {
    await app.close();
  }
}

const accountAt = (index: number) => seededId('account', index + 1);
const draw = (below: number): number => Math.floor(Math.random() * below);
const anyMoment = (): MomentId => seededId('moment', 1 + draw(moments));

/** A report of a page that somebody has watched, with ids that nobody has used. */
export function reportOf(viewers: readonly Viewer[]): PreparedRequest {
  const { headers, pages } = viewers[draw(viewers.length)] ?? { headers: {}, pages: [] };
  const occurredAt = new Date().toISOString();
  const events = (pages[draw(pages.length)] ?? []).map((playbackToken) => {
    const watchedMs = 2_000 + draw(shortestMs - 2_000);
    return `{"id":"${randomUUID()}","playbackToken":"${playbackToken}","watchedMs":${watchedMs},"positionMs":${watchedMs},"occurredAt":"${occurredAt}"}`;
  });
  return {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', ...headers },
    body: `${head}${events.join(',')}]}}}`,
  };
}
