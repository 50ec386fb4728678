/**
 * Fills an empty product with demo data through its public API: accounts sign up, creators upload drawn clips and photos
 * through presigned parts, the transcoder does its work; then a marketplace's stand-in brings a seller's goods, which are
 * shown, opened, bought and returned. Writes the accounts to DEMO_ACCOUNTS_FILE.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GraphqlClient } from '../client/graphql-client.js';
import { createMoment, type FileToUpload, signUp, uploadFile, whenProcessed } from '../client/journey.js';
import { compiled } from '../stack/paths.js';
import { type DemoAccount, readIntegration, writePrivate } from '../stack/run-file.js';
import { clips, photoSets } from './clips.js';
import { drawClip, drawPhoto } from './draw.js';
import { Marketplace } from './marketplace.js';
import { keepShop, type MadeMoment } from './shop.js';

interface Person {
  role: string;
  handle: string;
  displayName: string;
  /** Granted by the operator's command line; a viewer needs none. */
  grant?: 'MODERATOR' | 'OPERATOR';
  /** The marketplace's name of the seller whose owner it is. */
  sells?: string;
}

const people: readonly Person[] = [
  { role: 'creator', handle: 'slow.light', displayName: 'Slow Light' },
  { role: 'creator', handle: 'field.notes', displayName: 'Field Notes' },
  { role: 'creator', handle: 'night.garden', displayName: 'Night Garden' },
  { role: 'seller', handle: 'corner.shop', displayName: 'Corner Shop', sells: 'corner-shop' },
  { role: 'viewer', handle: 'viewer.one', displayName: 'First Viewer' },
  { role: 'viewer', handle: 'viewer.two', displayName: 'Second Viewer' },
  { role: 'moderator', handle: 'quiet.desk', displayName: 'Quiet Desk', grant: 'MODERATOR' },
  { role: 'operator', handle: 'control.room', displayName: 'Control Room', grant: 'OPERATOR' },
];

interface Draft {
  caption: string;
  draw: (folder: string) => Promise<FileToUpload[]>;
}

const drafts: readonly Draft[] = [
  ...clips.map((clip) => ({
    caption: clip.caption,
    draw: async (folder: string): Promise<FileToUpload[]> => [
      { path: await drawClip(clip, folder), purpose: 'VIDEO', contentType: 'video/mp4' },
    ],
  })),
  ...photoSets.map(({ caption, pictures }, set) => ({
    caption,
    draw: (folder: string): Promise<FileToUpload[]> =>
      Promise.all(
        pictures.map(async (picture, index) => ({
          path: await drawPhoto(picture, `photo-${set}-${index}`, folder),
          purpose: 'PHOTO' as const,
          contentType: 'image/jpeg',
        })),
      ),
  })),
];

const run = promisify(execFile);
const { GRAPHQL_URL = '', INTEGRATION_URL = '', DEMO_ACCOUNTS_FILE = '' } = process.env;
const gateway = new GraphqlClient(GRAPHQL_URL);
const folder = await mkdtemp(join(tmpdir(), 'moments-demo-'));
try {
  const accounts = await makeAccounts();
  const clientsOf = (role: string) =>
    accounts.filter(({ account }) => account.role === role).map(({ client }) => client);
  const moments = await Promise.all(await uploadAll(clientsOf('creator')));
  console.log(`  ${moments.length} moments are published`);
  const credentials = readIntegration();
  if (credentials) {
    const marketplace = new Marketplace(INTEGRATION_URL, credentials);
    await keepShop({ marketplace, moments, viewers: clientsOf('viewer') });
  }
  writePrivate(
    DEMO_ACCOUNTS_FILE,
    accounts.map(({ account }) => account),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** As an operator does on the command line. */
async function operate(...words: string[]): Promise<void> {
  await run(process.execPath, [compiled('apps/cli/src/main'), ...words]);
}

async function makeAccounts(): Promise<{ account: DemoAccount; client: GraphqlClient }[]> {
  const made = [];
  // An operator opens what earns money; a demo is there to be tried out.
  for (const feature of ['MONETIZATION', 'CREATOR_ORDERS']) await operate('rollout', 'set', feature, 'ALL', '100');
  for (const { role, handle, displayName, grant, sells } of people) {
    const account = { role, email: `${handle}@demo.example`, password: randomBytes(9).toString('base64url') };
    const { email, password } = account;
    const { client } = await signUp(gateway, { email, password, handle, displayName, region: 'RU' });
    if (grant) await operate('roles', 'grant', email, grant);
    if (sells) {
      await operate('sellers', 'create', sells, displayName);
      await operate('sellers', 'member', sells, email, 'OWNER');
    }
    made.push({ account, client });
  }
  return made;
}

/** Draws and uploads one moment after the other, by turns for each creator, while earlier ones are being transcoded. */
async function uploadAll(creators: readonly GraphqlClient[]): Promise<Promise<MadeMoment>[]> {
  const processing: Promise<MadeMoment>[] = [];
  for (const [index, { caption, draw }] of drafts.entries()) {
    const client = creators[index % creators.length] ?? gateway;
    const uploadIds = [];
    for (const file of await draw(folder)) uploadIds.push(await uploadFile(client, file));
    const id = await createMoment(client, { uploadIds, caption });
    console.log(`  ${index + 1}/${drafts.length} uploaded: ${caption}`);
    processing.push(untilPublished({ id, caption, author: client }));
  }
  return processing;
}

async function untilPublished(moment: MadeMoment): Promise<MadeMoment> {
  const { status, failure } = await whenProcessed(moment.author, moment.id);
  if (status !== 'PUBLISHED') throw new Error(`"${moment.caption}" ended as ${status}: ${failure?.message ?? ''}`);
  return moment;
}
