import { Args, Context, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { ClicksService } from '@moments/attribution';
import { type MomentId, NotFound } from '@moments/kernel';
import { ProductCardsQueries, type ProductCardView } from '@moments/moments';
import { Fingerprints, PlaybackTokens } from '@moments/views';
import { ProductsLoader } from '../catalog/products.loader.js';
import { batched } from '../graphql/batched.js';
import type { GraphqlContext } from '../graphql/context.js';
import { readId } from '../graphql/ids.js';
import { MomentNodes } from './moment-nodes.js';
import { MomentType } from './moment.types.js';
import { OpenProductCardInput, OpenProductCardPayload, ProductCardType } from './product-cards.types.js';

/** Products on moments, and opening them. */
@Resolver(() => MomentType)
export class ProductCardsResolver {
  // Of all moments of a page at once, and so are their products: prices are never older than the answer.
  private readonly cards = batched<MomentId, readonly ProductCardView[]>((ids) => this.queries.ofMoments(ids));

  constructor(
    private readonly queries: ProductCardsQueries,
    private readonly products: ProductsLoader,
    private readonly nodes: MomentNodes,
    private readonly tokens: PlaybackTokens,
    private readonly fingerprints: Fingerprints,
    private readonly clicks: ClicksService,
  ) {}

  @ResolveField(() => [ProductCardType], { description: 'At most ten, in the order that the author chose.' })
  async productCards({ momentId }: MomentType, _: unknown, context: GraphqlContext): Promise<ProductCardType[]> {
    const cards = (await this.cards.load(context, momentId)) ?? [];
    const shown = await Promise.all(
      cards.map(async ({ productId, ...place }) => {
        const product = await this.products.find(context, productId);
        return product && { product, ...place };
      }),
    );
    return shown.filter((card) => card !== undefined);
  }

  @Mutation(() => OpenProductCardPayload, {
    description:
      'Says that a card was opened, signed in or not, and where it leads; again under one key changes nothing.',
  })
  async openProductCard(
    @Context() context: GraphqlContext,
    @Args('input') input: OpenProductCardInput,
  ): Promise<OpenProductCardPayload> {
    const momentId = readId('moment', input.momentId, ['momentId']);
    const productId = readId('product', input.productId, ['productId']);
    const { accountId } = context.viewer;
    const { address, device } = context.request;
    const deviceId = this.fingerprints.deviceOf(device);
    const bearer = { viewerId: accountId, deviceId, otherDeviceIds: this.fingerprints.otherDevicesOf(device) };
    const served = this.tokens.require(input.playbackToken, { ...bearer, momentId });
    if (!(await this.nodes.load(context, momentId))) throw new NotFound('moment', ['momentId']);
    const { idempotencyKey } = input;
    const { url, clickName } = await this.clicks.open({ accountId, address, served, productId, idempotencyKey });
    return { url, clickId: clickName };
  }
}
