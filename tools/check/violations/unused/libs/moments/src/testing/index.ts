export const factory = 1;
export const leftFactory = 2; // no test takes it
