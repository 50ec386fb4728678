export const publishedAt = (): Date => new Date();
