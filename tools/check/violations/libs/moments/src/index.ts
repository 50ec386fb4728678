export const moments = 1;
