export const parsed = (amount: string): number => parseFloat(amount);
