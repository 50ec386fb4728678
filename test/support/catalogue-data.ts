import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../tools/stack/paths.js';

/** A product as the integration API takes it. */
export interface CatalogueLine {
  externalId: string;
  sellerExternalId: string;
  title: string;
  category: string[];
  price: { amount: string; currency: string };
  oldPrice?: { amount: string; currency: string };
  image?: { url: string; width: number; height: number };
  rating?: number;
  reviewsCount?: number;
}

const file = join(root, '../shared/data/catalogue/amazon-india.csv');

/** Real cards of a marketplace where they are at hand, made-up ones of the same shape where they are not. */
export function catalogueOf(sellerExternalId: string): { source: 'real' | 'made up'; lines: CatalogueLine[] } {
  if (!existsSync(file)) return { source: 'made up', lines: madeUp(sellerExternalId, 5_000) };
  const lines = readCsv(readFileSync(file, 'utf8')).flatMap((row) => toLine(row, sellerExternalId) ?? []);
  return { source: 'real', lines: [...new Map(lines.map((line) => [line.externalId, line])).values()] };
}

const nouns = ['sandal', 'shirt', 'watch', 'lamp', 'kettle', 'backpack', 'headphones', 'sofa'];
const adjectives = ['red', 'wooden', 'wireless', 'cotton', 'large', 'classic', 'folding'];

/** Products that are each time the same. */
const madeUp = (sellerExternalId: string, count: number): CatalogueLine[] =>
  Array.from({ length: count }, (_, at) => ({
    externalId: `made-${at}`,
    sellerExternalId,
    title: `${adjectives[at % adjectives.length]} ${nouns[at % nouns.length]} model ${at}`,
    category: ['things', `${nouns[at % nouns.length]}s`],
    price: { amount: `${(at % 500) + 1}.00`, currency: 'INR' },
    rating: (at % 50) / 10,
    reviewsCount: at % 1_000,
  }));

/** name, main_category, sub_category, image, link, ratings, no_of_ratings, discount_price, actual_price. */
function toLine(row: readonly string[], sellerExternalId: string): CatalogueLine | undefined {
  const [title = '', main = '', sub = '', image = '', link = '', rating = '', reviews = '', now = '', before = ''] =
    row;
  const externalId = /\/dp\/(\w+)/.exec(link)?.[1];
  const [price, oldPrice] = [rupees(now), rupees(before)];
  const current = price ?? oldPrice;
  // A card without any price is not for sale.
  if (externalId === undefined || current === undefined) return undefined;
  return {
    externalId,
    sellerExternalId,
    title,
    category: [main, sub],
    price: current,
    ...(price && oldPrice ? { oldPrice } : {}),
    image: { url: image, width: 320, height: 320 },
    ...(/^\d(\.\d)?$/.test(rating) ? { rating: Number(rating) } : {}),
    ...(/^[\d,]+$/.test(reviews) ? { reviewsCount: Number(reviews.replaceAll(',', '')) } : {}),
  };
}

function rupees(text: string): { amount: string; currency: string } | undefined {
  const amount = text.replace('₹', '').replaceAll(',', '');
  return /^\d+(\.\d{1,2})?$/.test(amount) ? { amount, currency: 'INR' } : undefined;
}

/** RFC 4180, without its first line. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') rows.push([]);
  }
  return rows.slice(1).filter(({ length }) => length > 1);
}
