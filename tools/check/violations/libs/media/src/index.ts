export const media = 1;
