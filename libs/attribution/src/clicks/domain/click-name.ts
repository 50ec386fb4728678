import { type ClickId, fromGlobalId, toGlobalId } from '@moments/kernel';

// 128 bits of HMAC-SHA256, base64url.
const nameForm = /^(clk_[0-9a-f]{32})\.([\w-]{22})$/;

/** A click's id and what proves that it is ours, as both travel in a link: `clk_018f….x7Qz…`. */
export interface ClickName {
  readonly id: ClickId;
  /** 16 bytes. */
  readonly mac: Buffer;
}

/** Writes a name that a link can carry as it is. */
export const writeClickName = ({ id, mac }: ClickName): string =>
  `${toGlobalId('click', id)}.${mac.toString('base64url')}`;

/** Reads what {@link writeClickName} wrote; `undefined` for a text of another form. Whether it is ours is not checked. */
export function readClickName(text: string): ClickName | undefined {
  const [, global = '', mac = ''] = nameForm.exec(text) ?? [];
  const id = fromGlobalId('click', global);
  return id && { id, mac: Buffer.from(mac, 'base64url') };
}
