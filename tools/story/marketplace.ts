import type { HttpAnswer, MessageOptions } from '../client/integration-client.js';
import type { World } from './world.js';

/** The marketplace's stand-in, as the steps name it. */
export const marketplace = 'the marketplace';

/** Sends a signed message and tells it. */
export async function message(
  { tell, marketplace: client }: World,
  step: { why: string; path: string; body: object | string; options?: MessageOptions; expect: unknown },
): Promise<HttpAnswer> {
  const { why, path, body, options, expect } = step;
  return tell.call({
    ...{
      who: marketplace,
      why,
      call: `POST /integration${path}, signed`,
      sent: typeof body === 'string' ? body : JSON.stringify(body),
      expect,
    },
    send: () => client.tell(path, body, options),
  });
}
