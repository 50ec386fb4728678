import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SubmissionsQueries } from '@moments/campaigns';
import { type AccountId, type MomentId, toGlobalId } from '@moments/kernel';
import { storedFile, type VideoContent } from '@moments/media';
import { isVisible, MomentsQueries, type MomentView } from '@moments/moments';
import { ObjectStorage } from '@moments/platform';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';
import { NodeRegistry } from '../graphql/node-registry.js';
import { recent } from '../graphql/recent.js';
import { SightLoader } from '../sight/sight.loader.js';
import { toImageType } from './image.mapper.js';
import { MomentType, VideoType } from './moment.types.js';

// How old a served moment's words may be; that it may be shown at all is asked anew for every page.
const servedStaleMs = 3_000;

/** Moments as GraphQL objects: for every resolver that has an id of one, or has read one already. */
@Injectable()
export class MomentNodes implements OnModuleInit {
  private readonly moments = batched<MomentId, MomentView>((ids, { accountId }) => this.readVisible(accountId, ids));
  private readonly judged = batched<MomentId, MomentView>((ids) => this.queries.byIds(ids));
  private readonly served = batched<MomentId, MomentType>((ids) => this.readServed(ids));
  private readonly recent = recent<MomentId, MomentType>({ max: 5_000, staleMs: servedStaleMs });
  private readonly progress = batched<MomentId, number>((ids) => this.queries.progressOf(ids));

  constructor(
    private readonly queries: MomentsQueries,
    private readonly storage: ObjectStorage,
    private readonly nodes: NodeRegistry,
    private readonly sight: SightLoader,
    private readonly submissions: SubmissionsQueries,
  ) {}

  onModuleInit(): void {
    this.nodes.register('moment', (context, id) => this.load(context, id));
  }

  /**
   * `undefined` when there is none, or not for this viewer: not published, or one of the two has blocked the other. What
   * was handed in for an order is there for the members of its seller, too. All of a request's are read at once.
   */
  async load(context: GraphqlContext, id: MomentId): Promise<MomentType | undefined> {
    const view = await this.moments.load(context, id);
    return view && (await this.sight.sees(context, view.authorId)) ? this.toType(view) : undefined;
  }

  /** In any state and whoever made it: for those who judge it and nobody else. */
  async loadJudged(context: GraphqlContext, id: MomentId): Promise<MomentType | undefined> {
    const view = await this.judged.load(context, id);
    return view && this.toType(view);
  }

  /**
   * A published moment that the feed has just found fit to be shown. Its words and files come from memory while they are
   * some seconds old at most: what everybody scrolls past is read once and not for each of them.
   */
  loadServed(context: GraphqlContext, id: MomentId): Promise<MomentType | undefined> {
    return this.served.load(context, id);
  }

  /** How far the making of a moment is, 0..1. */
  progressOf(context: GraphqlContext, id: MomentId): Promise<number | undefined> {
    return this.progress.load(context, id);
  }

  toType(view: MomentView): MomentType {
    return Object.assign(new MomentType(), {
      id: toGlobalId('moment', view.id),
      kind: view.kind,
      status: view.status,
      caption: view.caption,
      hashtags: view.hashtags,
      video: view.video && this.toVideo(view.video),
      photos: view.photos.map(toImageType),
      commentsEnabled: view.commentsEnabled,
      createdAt: view.createdAt,
      publishedAt: view.publishedAt,
      momentId: view.id,
      authorId: view.authorId,
      failed: view.failure,
      rejected: view.rejection,
      disclosure: view.disclosure,
    });
  }

  private async readVisible(
    accountId: AccountId | undefined,
    ids: readonly MomentId[],
  ): Promise<Map<MomentId, MomentView>> {
    const found = await this.queries.byIds(ids);
    const visible = new Map([...found].filter(([, moment]) => isVisible(moment, accountId)));
    const handedIn = [...found.values()].filter(
      ({ id, campaignId, status }) => campaignId && status !== 'REMOVED' && !visible.has(id),
    );
    if (!accountId || handedIn.length === 0) return visible;
    const ordered = await this.submissions.orderedBy(
      accountId,
      handedIn.map(({ id }) => id),
    );
    for (const moment of handedIn) if (ordered.has(moment.id)) visible.set(moment.id, moment);
    return visible;
  }

  private readServed(ids: readonly MomentId[]): Promise<Map<MomentId, MomentType>> {
    return this.recent.through(ids, async (missing) => {
      const views = await this.queries.visibleTo(undefined, missing);
      return new Map([...views].map(([id, view]) => [id, this.toType(view)]));
    });
  }

  private toVideo(video: VideoContent): VideoType {
    const url = (file: string) => this.storage.publicUrl(storedFile(video.base, file));
    return Object.assign(new VideoType(), {
      hlsUrl: url(video.playlist),
      poster: toImageType(video.poster),
      preview: video.preview && url(video.preview),
      durationMs: video.durationMs,
      width: video.width,
      height: video.height,
      hasAudio: video.hasAudio,
      renditions: [...video.renditions],
    });
  }
}
