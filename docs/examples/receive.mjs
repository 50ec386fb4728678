// A seller's system that is told: node receive.mjs 8080, with WEBHOOK_SECRET (whsec_…) of its endpoint.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const key = Buffer.from(process.env.WEBHOOK_SECRET.slice('whsec_'.length), 'base64');
// Ids of messages that were worked on. Yours belong into a database, with the work, for two weeks.
const seen = new Set();

function isGenuine({ headers }, body) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > 300) return false;
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // While the secret is being replaced there are two signatures.
  return signatures.split(' ').some((signature) => {
    const [version, text = ''] = signature.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const body = Buffer.concat(parts);
  if (!isGenuine(request, body)) return response.writeHead(401).end();
  const id = request.headers['webhook-id'];
  // Answered first, worked on then: within ten seconds, or it is sent again.
  response.writeHead(204).end();
  if (seen.has(id)) return;
  seen.add(id);
  console.log(id, body.toString());
}).listen(Number(process.argv[2]), '127.0.0.1');
