export const publishedAtMs = (): number => Date.now();
