/** A product as `PUT /integration/v1/products` wants it told. */
export interface ProductRecord {
  externalId: string;
  sellerExternalId: string;
  title: string;
  brand: string;
  category: readonly string[];
  price: { amount: string; currency: 'RUB' };
  stock: number;
}

export const sellers = [
  { externalId: 'corner-shop', name: 'Corner Shop' },
  { externalId: 'mill-street', name: 'Mill Street' },
  { externalId: 'tall-oak', name: 'Tall Oak' },
  { externalId: 'north-pier', name: 'North Pier' },
];

const record = (
  [externalId, title, brand]: readonly [id: string, title: string, brand: string],
  [sellerExternalId, category, roubles, stock]: readonly [string, readonly string[], number, number],
): ProductRecord => ({
  ...{ externalId, sellerExternalId, title, brand, category, stock },
  price: { amount: `${roubles}.00`, currency: 'RUB' },
});

/** What the moments show: the product of each caption's beginning. */
export const shown: readonly { caption: string; product: ProductRecord }[] = [
  {
    caption: 'A lantern that breathes',
    product: record(['lantern', 'Paper lantern', 'Kagi'], ['corner-shop', ['Home', 'Light'], 990, 400]),
  },
  {
    caption: 'Silk, unrolled',
    product: record(['scarf', 'Silk scarf', 'Unrolled'], ['mill-street', ['Clothing', 'Scarves'], 3_490, 120]),
  },
  {
    caption: 'Dusk with a camera',
    product: record(['tripod', 'Travel tripod', 'Stillness'], ['corner-shop', ['Photo', 'Tripods'], 4_790, 70]),
  },
  {
    caption: 'Tiles of an old bath house',
    product: record(
      ['tiles', 'Cement tiles, a square metre', 'Bath House'],
      ['mill-street', ['Home', 'Tiles'], 2_150, 300],
    ),
  },
  {
    caption: 'A garden that grows',
    product: record(['seeds', 'Wild garden seeds', 'Two Rules'], ['corner-shop', ['Garden', 'Seeds'], 190, 900]),
  },
  {
    caption: 'Embers after the fire',
    product: record(['kettle', 'Camping kettle', 'Slow Boil'], ['tall-oak', ['Outdoors', 'Cooking'], 1_590, 60]),
  },
  {
    caption: 'The tide comes in',
    product: record(['towel', 'Linen beach towel', 'Low Water'], ['north-pier', ['Home', 'Towels'], 1_290, 0]),
  },
];

const kinds: readonly (readonly [noun: string, category: readonly string[], roubles: number])[] = [
  ['mug', ['Home', 'Kitchen'], 490],
  ['tea pot', ['Home', 'Kitchen'], 1_890],
  ['blanket', ['Home', 'Textiles'], 2_990],
  ['notebook', ['Office', 'Paper'], 350],
  ['desk lamp', ['Home', 'Light'], 2_450],
  ['rain coat', ['Clothing', 'Coats'], 5_990],
  ['wool socks', ['Clothing', 'Socks'], 590],
  ['garden shears', ['Garden', 'Tools'], 1_150],
  ['bird feeder', ['Garden', 'Birds'], 890],
  ['picture frame', ['Home', 'Walls'], 760],
];
const makes = ['Plain', 'Striped', 'Deep blue', 'Moss green', 'Small', 'Large', 'Recycled'];

/** Everything else that the sellers have: each kind in every make, from each of them. */
const assortment: readonly ProductRecord[] = sellers.flatMap(({ externalId: seller, name }, rank) =>
  kinds.flatMap(([noun, category, roubles], kind) =>
    makes.map((make, place) =>
      record(
        [`${seller}-${kind}-${place}`, `${make} ${noun}`, name],
        [seller, category, roubles + 10 * (rank + place), (kind * 7 + place * 13 + rank * 5) % 90],
      ),
    ),
  ),
);

export const catalogue: readonly ProductRecord[] = [...shown.map(({ product }) => product), ...assortment];
