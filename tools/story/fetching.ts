/** A file that the store gives to players. */
export interface FetchedText {
  status: number;
  body: string;
}

/** As text, whatever it is. */
export async function fetchText(url: string): Promise<FetchedText> {
  const response = await fetch(url);
  return { status: response.status, body: await response.text() };
}

/** How large it is; the bytes themselves are thrown away. */
export async function fetchSize(url: string): Promise<{ status: number; bytes: number }> {
  const response = await fetch(url);
  return { status: response.status, bytes: (await response.arrayBuffer()).byteLength };
}

/** Of a playlist: the last entry. */
export const lastLine = (body: string): string => body.trim().split('\n').at(-1) ?? '';
