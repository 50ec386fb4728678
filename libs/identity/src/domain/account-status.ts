/** `suspended` may come back; `deleted` never does. */
export type AccountStatus = 'active' | 'suspended' | 'deleted';
