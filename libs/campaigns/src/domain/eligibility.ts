/** What an order asks of whoever takes a place; null and empty ask for nothing. */
export interface Requirements {
  readonly minFollowers: number | null;
  /** ISO 3166 alpha-2. */
  readonly regions: readonly string[];
  /** A category of products that the creator has shown lately. */
  readonly category: string | null;
  readonly maxOpenStrikes: number | null;
  /** Whether only those who may earn by their moments are asked. */
  readonly monetized: boolean;
}

/** What is known of a creator. */
export interface CreatorFacts {
  readonly followers: number;
  readonly region: string;
  /** Of the products on their moments, at any place of the path. */
  readonly categories: readonly string[];
  readonly openStrikes: number;
  readonly monetized: boolean;
}

/** One thing that is asked for, and what the creator has of it; nobody in particular has nothing known. */
export interface EligibilityItem {
  readonly item: 'followers' | 'region' | 'category' | 'standing' | 'monetized';
  readonly required: number | string | boolean | readonly string[];
  readonly current: number | string | boolean | readonly string[] | null;
  readonly met: boolean | null;
}

/** What is asked for, item by item, as met or not met by a creator; nothing that is not asked for is told. */
export function eligibilityOf(asked: Requirements, facts: CreatorFacts | undefined): EligibilityItem[] {
  const items: EligibilityItem[] = [];
  const add = (
    item: EligibilityItem['item'],
    required: EligibilityItem['required'],
    read: (known: CreatorFacts) => { current: EligibilityItem['current']; met: boolean },
  ) => items.push({ item, required, ...(facts ? read(facts) : { current: null, met: null }) });

  const { minFollowers, regions, category, maxOpenStrikes, monetized } = asked;
  if (minFollowers !== null) {
    add('followers', minFollowers, ({ followers }) => ({ current: followers, met: followers >= minFollowers }));
  }
  if (regions.length > 0) add('region', regions, ({ region }) => ({ current: region, met: regions.includes(region) }));
  if (category !== null) {
    add('category', category, ({ categories }) => {
      const met = categories.includes(category);
      return { current: met ? category : null, met };
    });
  }
  if (maxOpenStrikes !== null) {
    add('standing', maxOpenStrikes, ({ openStrikes }) => ({
      current: openStrikes,
      met: openStrikes <= maxOpenStrikes,
    }));
  }
  if (monetized) add('monetized', true, (known) => ({ current: known.monetized, met: known.monetized }));
  return items;
}

/** The items that a creator does not meet. */
export const unmet = (items: readonly EligibilityItem[]): string[] =>
  items.filter(({ met }) => met === false).map(({ item }) => item);
