// Allowed: it is no domain.
export const startedAt = new Date();
