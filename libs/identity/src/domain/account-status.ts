/** `suspended` may come back; `deleted` never does. */
const accountStatuses = ['active', 'suspended', 'deleted'] as const;

export type AccountStatus = (typeof accountStatuses)[number];
