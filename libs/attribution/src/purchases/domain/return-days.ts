/** How long a product may come back: the days of its narrowest category that is named, or of everything. */
export const returnDaysOf = (
  category: readonly string[],
  windows: { days: number; ofCategory: Readonly<Record<string, number>> },
): number => {
  const named = category.findLast((name) => Object.hasOwn(windows.ofCategory, name));
  return (named === undefined ? undefined : windows.ofCategory[named]) ?? windows.days;
};
