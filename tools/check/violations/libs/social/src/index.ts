export const social = 1;
