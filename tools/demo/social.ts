import { randomUUID } from 'node:crypto';
import type { GraphqlClient } from '../client/graphql-client.js';
import { mutate } from '../client/mutate.js';
import type { Random } from './random.js';
import type { Viewer } from './viewers.js';
import type { Watched } from './watching.js';

const likes = 0.25;
const saves = 0.06;
const shares = 0.04;
const says = 0.05;
const follows = 0.3;

const remarks = [
  'I could watch this all evening.',
  'Where was this?',
  'The sound makes it.',
  'Again, please.',
  'So quiet. Thank you.',
  'How long did this take to make?',
  'My favourite so far.',
  'The colours!',
  'Sent it to my sister.',
  'I want one of these at home.',
] as const;

const acted = (field: string) => `mutation ($id: ID!) { ${field} { userErrors { code message } } }`;
const like = acted('like(momentId: $id)');
const save = acted('save(momentId: $id)');
const share = acted('share(momentId: $id)');
const follow = acted('follow(profileId: $id)');
const comment = 'mutation ($input: AddCommentInput!) { addComment(input: $input) { userErrors { code message } } }';

/** What somebody who is signed in does about what they liked to watch. */
export async function respond(
  client: GraphqlClient,
  { viewer, seen, random }: { viewer: Viewer; seen: readonly Watched[]; random: Random },
): Promise<void> {
  for (const { node, watchedMs } of seen) {
    if (watchedMs < 4_000) continue;
    if (random.chance(likes)) await mutate(client, like, { id: node.id });
    if (random.chance(saves)) await mutate(client, save, { id: node.id });
    if (random.chance(shares)) await mutate(client, share, { id: node.id });
    if (node.author.handle === viewer.fondOf || random.chance(follows))
      await mutate(client, follow, { id: node.author.id });
    if (random.chance(says)) {
      const input = { momentId: node.id, text: random.pick(remarks), idempotencyKey: randomUUID() };
      await mutate(client, comment, { input });
    }
  }
}
