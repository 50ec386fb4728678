// TODO: publish it as well
export const published = false;
