export const caption = (moment: any): string => String(moment);
