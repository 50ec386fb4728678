// The one place of an app that may.
export const url = process.env.DATABASE_URL;
