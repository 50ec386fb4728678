/** What people look for: common words and rare ones, one and several, in other forms than on the cards. */
export const queries = [
  'sandals',
  'shoes',
  'women sandal',
  'puma shoes',
  'leather wallets',
  'running shoe',
  'water bottle',
  'red dress',
  'school backpacks',
  'wireless headphone',
  'cotton shirt',
  'kurta',
  'watches for men',
  'formal shoes black',
  'baby',
  'bluetooth speaker',
  'yoga mat',
  'gold earrings',
  'kitchen storage',
  'jeans',
];

export const searchDocument = `query Search($query: String!) { searchProducts(query: $query, first: 10) {
  edges { cursor node { id title price { amount currency } inStock rating } } candidates } }`;

/** The same by hand: match, rank, the best ten with what is shown of them. */
export const byHand = {
  name: 'bench.search',
  text: `select products.id, products.title, products.currency, products.price_minor, products.stock, products.rating,
      found.rank, found.candidates
    from (select id, ts_rank('{0.05, 0.15, 0.4, 1}', document, query, 16) as rank, count(*) over () as candidates
            from products, (select plainto_tsquery('russian', $1) as query) as asked
           where document @@ query and deleted_at is null
           order by rank desc, id desc limit 11) as found
    join products on products.id = found.id
   order by found.rank desc, found.id desc`,
};
