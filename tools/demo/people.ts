/** Somebody with an account, whom others may try the product as. */
export interface Person {
  role: 'creator' | 'seller' | 'viewer' | 'moderator' | 'operator';
  handle: string;
  displayName: string;
  /** Granted by the operator's command line; others need none. */
  grant?: 'MODERATOR' | 'OPERATOR';
  /** The marketplace's name of the seller whose owner it is. */
  sells?: string;
  /** How it is taxed, and what that needs to be told: the numbers are well-formed and nobody's. */
  taxed?: { taxStatus: 'SELF_EMPLOYED' | 'INDIVIDUAL' | 'SOLE_PROPRIETOR'; inn: string; legalName: string };
}

/** Everybody with a part in the story, by the handle that chapters call them by. */
export const people: readonly Person[] = [
  {
    ...{ role: 'creator', handle: 'slow.light', displayName: 'Slow Light' },
    taxed: { taxStatus: 'SELF_EMPLOYED', inn: '770123456171', legalName: 'Slow Light' },
  },
  {
    ...{ role: 'creator', handle: 'field.notes', displayName: 'Field Notes' },
    taxed: { taxStatus: 'INDIVIDUAL', inn: '500100732185', legalName: 'Field Notes' },
  },
  {
    ...{ role: 'creator', handle: 'night.garden', displayName: 'Night Garden' },
    taxed: { taxStatus: 'SOLE_PROPRIETOR', inn: '780203451792', legalName: 'Night Garden' },
  },
  { role: 'seller', handle: 'corner.shop', displayName: 'Corner Shop', sells: 'corner-shop' },
  { role: 'seller', handle: 'mill.street', displayName: 'Mill Street', sells: 'mill-street' },
  { role: 'viewer', handle: 'viewer.one', displayName: 'First Viewer' },
  { role: 'viewer', handle: 'viewer.two', displayName: 'Second Viewer' },
  { role: 'moderator', handle: 'quiet.desk', displayName: 'Quiet Desk', grant: 'MODERATOR' },
  { role: 'operator', handle: 'control.room', displayName: 'Control Room', grant: 'OPERATOR' },
  { role: 'operator', handle: 'second.desk', displayName: 'Second Desk', grant: 'OPERATOR' },
];

/** Viewers with accounts beside those that one may try: they follow, like and say something. */
export const regulars: readonly Person[] = [
  ...['ada.l', 'bo.reads', 'cleo.k', 'dima.v', 'elif.t', 'farid.o', 'greta.w'],
  ...['hana.s', 'ilya.m', 'june.p', 'kai.n', 'lena.r', 'mert.y'],
].map((handle) => ({ role: 'viewer' as const, handle, displayName: handle.split('.')[0] ?? handle }));
