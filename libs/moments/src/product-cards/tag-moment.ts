import { productsOnSale } from '@moments/catalog';
import { NotFound } from '@moments/kernel';
import type { Tx } from '@moments/platform';
import type { MomentEntity } from '../moment.entity.js';
import { checkTags, checkTagsFit, fitTags, type ProductTag } from './domain/product-tags.js';
import { replaceCards, taggedProducts, tagsOf } from './product-cards.store.js';

/**
 * Shows these products on a locked moment, and no others. A product that has gone from sale since it was tagged may stay:
 * its author would not know which one is in the way of moving another. Throws `InvalidInput`, and `NotFound` for a product
 * that is not sold.
 */
export async function tagMoment(tx: Tx, moment: MomentEntity, tags: readonly ProductTag[]): Promise<void> {
  checkTags(tags);
  checkTagsFit(tags, { kind: moment.kind, durationMs: lengthOf(moment.media) });
  if (tags.length > 0) await requireProducts(tx, moment, tags);
  await replaceCards(tx, moment, tags);
}

/** Fits the cards of a locked moment whose video is ready now to its length. */
export async function fitCards(
  tx: Tx,
  moment: Pick<MomentEntity, 'id' | 'publishedAt'>,
  media: MomentEntity['media'],
): Promise<void> {
  const durationMs = lengthOf(media);
  const tags = await tagsOf(tx, moment.id);
  const longest = Math.max(0, ...tags.map(({ endMs }) => endMs ?? 0));
  if (durationMs === undefined || longest <= durationMs) return;
  await replaceCards(tx, moment, fitTags(tags, durationMs));
}

const lengthOf = (media: MomentEntity['media']): number | undefined =>
  media?.find((content) => content.kind === 'video')?.durationMs;

async function requireProducts(tx: Tx, { id }: MomentEntity, tags: readonly ProductTag[]): Promise<void> {
  const productIds = [...new Set(tags.map(({ productId }) => productId))];
  const [sold, shown] = [await productsOnSale(tx, productIds), await taggedProducts(tx, id)];
  const missing = tags.findIndex(({ productId }) => !sold.has(productId) && !shown.has(productId));
  if (missing >= 0) throw new NotFound('product', ['productTags', String(missing), 'productId']);
}
