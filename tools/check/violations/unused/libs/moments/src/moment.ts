export type TakenType = typeof taken;
export type LeftType = typeof left;
export const taken = 1;
export const left = 2;
export const lonely = 3; // nobody imports it
