export const rounded = (amountMinor: number): number => Math.round(amountMinor * 0.07);
