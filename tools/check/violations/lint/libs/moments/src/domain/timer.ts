export const later = (publish: () => void): void => void setTimeout(publish, 1_000);
