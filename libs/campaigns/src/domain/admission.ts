/** How creators come by a place (`Admission` of the GraphQL contract). */
export const admissions = ['INVITED', 'APPLICATION', 'FIRST_COME'] as const;
export type Admission = (typeof admissions)[number];
