import { Controller, Get, Headers, Ip, Param, Res } from '@nestjs/common';
import { ProfilesQueries } from '@moments/identity';
import { fromGlobalId, toGlobalId, Unavailable } from '@moments/kernel';
import { bestVariant, storedFile } from '@moments/media';
import { MomentsQueries, type MomentView } from '@moments/moments';
import { ObjectStorage } from '@moments/platform';
import type { FastifyReply } from 'fastify';
import { CostBudget } from '../graphql/limits/cost-budget.js';
import { RateLimited } from '../graphql/limits/cost.errors.js';
import { addressPayer } from '../graphql/limits/payer.js';
import { type Locale, localeOf } from '../graphql/locale.js';
import { toldOf } from '../http/errors.js';
import { ShareLinks } from './share-links.js';
import { contentPolicy, renderMoment, renderNothing, type SharedMoment } from './share-page.js';

// Two reads by primary key.
const pointsPerPage = 2;
// How long a moment that was taken away may still be shown by who keeps copies.
const keptSeconds = 60;
// Wide enough for the previews of messengers, without the heaviest size.
const pictureWidth = 720;

/**
 * `GET /m/<moment>`: where links to moments lead while the marketplace has no page of its own. Shows what anybody sees who
 * has not signed in, and of anything else only that it is not there.
 */
@Controller('m')
export class ShareController {
  constructor(
    private readonly moments: MomentsQueries,
    private readonly profiles: ProfilesQueries,
    private readonly storage: ObjectStorage,
    private readonly budget: CostBudget,
    private readonly links: ShareLinks,
  ) {}

  @Get(':id')
  async show(
    @Param('id') id: string,
    @Headers('accept-language') language: string | undefined,
    @Ip() address: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const locale = localeOf(language);
    let shared: SharedMoment | undefined;
    try {
      await this.budget.charge(addressPayer(address), pointsPerPage);
      shared = await this.find(id);
    } catch (error) {
      const told = toldOf(error);
      if (!(told instanceof RateLimited || told instanceof Unavailable)) throw error;
      void reply.header('retry-after', told.params.retryAfter);
      return send(reply, { status: told instanceof RateLimited ? 429 : 503, page: renderNothing('wait', locale) });
    }
    await (shared
      ? sendMoment(reply, shared, locale)
      : send(reply, { status: 404, page: renderNothing('gone', locale) }));
  }

  private async find(text: string): Promise<SharedMoment | undefined> {
    const id = fromGlobalId('moment', text);
    if (!id) return undefined;
    const moment = (await this.moments.visibleTo(undefined, [id])).get(id);
    if (!moment) return undefined;
    const author = (await this.profiles.byIds([moment.authorId])).get(moment.authorId);
    if (!author) return undefined;
    return {
      url: await this.links.to(toGlobalId('moment', id)),
      authorName: author.displayName,
      handle: author.handle,
      caption: moment.caption,
      picture: this.pictureOf(moment),
      disclosure: moment.disclosure,
    };
  }

  private pictureOf({ video, photos }: MomentView): SharedMoment['picture'] {
    const image = video?.poster ?? photos[0];
    if (!image) return undefined;
    const { file, width, height } = bestVariant(image, { width: pictureWidth });
    return { url: this.storage.publicUrl(storedFile(image.base, file)), width, height };
  }
}

function sendMoment(reply: FastifyReply, shared: SharedMoment, locale: Locale): Promise<void> {
  void reply.header('cache-control', `public, max-age=${keptSeconds}`).header('vary', 'accept-language');
  return send(reply, { status: 200, page: renderMoment(shared, locale), pictureUrl: shared.picture?.url });
}

async function send(
  reply: FastifyReply,
  { status, page, pictureUrl }: { status: number; page: string; pictureUrl?: string },
): Promise<void> {
  await reply
    .status(status)
    .header('content-security-policy', contentPolicy(pictureUrl))
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(page);
}
