import { v7 } from 'uuid';
import { catalogueOf } from '../../support/catalogue-data.js';

const chunkRows = 500;
export const seller = { id: v7(), externalId: 'bench' };

interface Row {
  externalId: string;
  title: string;
  description: string;
  category: string[];
  attributes: { name: string; value: string }[];
  amount: string;
  rating: number;
  reviewsCount: number;
}

/** So many products: real cards over and over, each time another model. */
export function rowsOf(count: number): Row[] {
  const { lines } = catalogueOf(seller.externalId);
  return Array.from({ length: count }, (_, at) => {
    const line = lines[at % lines.length];
    if (!line) throw new Error('there are no cards');
    const model = Math.floor(at / lines.length);
    return {
      externalId: `${line.externalId}-${model}`,
      title: `${line.title} M${model}`,
      description: `${line.title}. Sold in ${line.category.join(', ')}.`,
      category: line.category,
      attributes: [
        { name: 'Model', value: `M${model}` },
        { name: 'Kind', value: line.category[1] ?? 'thing' },
      ],
      amount: line.price.amount.includes('.') ? line.price.amount : `${line.price.amount}.00`,
      rating: line.rating ?? 0,
      reviewsCount: line.reviewsCount ?? 0,
    };
  });
}

const chunked = (lines: readonly string[]): Buffer[] =>
  Array.from({ length: Math.ceil(lines.length / chunkRows) }, (_, at) =>
    Buffer.from(`${lines.slice(at * chunkRows, (at + 1) * chunkRows).join('\n')}\n`),
  );

/** As the integration API takes them. */
export const toNdjson = (rows: readonly Row[]): Buffer[] =>
  chunked(
    rows.map(({ amount, ...row }) =>
      JSON.stringify({ ...row, sellerExternalId: seller.externalId, price: { amount, currency: 'INR' }, stock: 5 }),
    ),
  );

export const copyStatement = `copy products (id, seller_id, external_id, title, description, category, attributes,
  currency, price_minor, stock, rating, reviews_count, created_at, updated_at) from stdin`;

/** As COPY takes them. */
export const toCopyText = (rows: readonly Row[]): Buffer[] =>
  chunked(
    rows.map((row) =>
      [
        v7(),
        seller.id,
        row.externalId,
        row.title,
        row.description,
        `{${row.category.map((part) => JSON.stringify(part)).join(',')}}`,
        JSON.stringify(row.attributes),
        'INR',
        row.amount.replace('.', ''),
        '5',
        `${row.rating}`,
        `${row.reviewsCount}`,
        'now',
        'now',
      ]
        .map(escaped)
        .join('\t'),
    ),
  );

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
