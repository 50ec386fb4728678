export const asked = (url: string): Promise<Response> => fetch(url);
