/**
 * Whether an address is that of a receipt which somebody with this INN has made at the tax service:
 * `https://lknpd.nalog.ru/api/v1/receipt/<INN>/<receipt>/print`, also without the last part.
 */
export function isReceiptOf(text: string, inn: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host, pathname, username, password } = new URL(text);
  if (protocol !== 'https:' || host !== 'lknpd.nalog.ru' || username !== '' || password !== '') return false;
  return new RegExp(`^/api/v1/receipt/${inn}/[0-9a-z]{10}(/print)?$`).test(pathname);
}

/** One name for each receipt, however its address is written. */
export function receiptName(text: string): string {
  const { origin, pathname } = new URL(text);
  return `${origin}${pathname.replace(/\/print$/, '')}/print`;
}
