export const drawn = (): number => Math.random();
