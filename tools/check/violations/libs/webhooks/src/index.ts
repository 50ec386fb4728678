export const webhooks = 1;
