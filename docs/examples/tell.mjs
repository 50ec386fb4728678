// Tells Moments something, signed, until it is answered: node tell.mjs /deposits '{"reference": …}'
// MOMENTS_URL (http://127.0.0.1:3000/integration/v1) and MOMENTS_SECRET (whsec_…) say where and as whom.
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

const [path, body] = process.argv.slice(2);
const key = Buffer.from(process.env.MOMENTS_SECRET.slice('whsec_'.length), 'base64');
// One id for the message, however often it is sent.
const id = randomUUID();

for (let attempt = 0; attempt < 6; attempt += 1) {
  // Signed anew each time: a timestamp is good for five minutes.
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const answer = await fetch(process.env.MOMENTS_URL + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': `${timestamp}`,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  }).catch(() => undefined);
  if (answer && answer.status !== 429 && answer.status < 500) {
    console.log(answer.status, await answer.text());
    process.exit(answer.ok ? 0 : 1);
  }
  const seconds = Number(answer?.headers.get('retry-after') ?? 2 ** attempt);
  console.error(`${answer?.status ?? 'no answer'}: again in ${seconds} s`);
  await setTimeout(seconds * 1_000);
}
process.exit(2);
