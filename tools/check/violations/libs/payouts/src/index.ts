export const payouts = 1;
