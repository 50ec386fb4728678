import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphqlClient } from '../client/graphql-client.js';
import { createMoment, type FileToUpload, uploadFile } from '../client/journey.js';
import { clips, photoSets } from './clips.js';
import { drawClip, drawPhoto } from './draw.js';

/** A moment of the demo. */
export interface MadeMoment {
  id: string;
  caption: string;
  /** The handle of whoever made it. */
  author: string;
}

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

interface Studio {
  folder: string;
  authors: readonly string[];
  as(handle: string): Promise<GraphqlClient>;
  /** When the moment of this number comes out; at once when it has passed. */
  publishAt(number: number): Date | undefined;
}

/**
 * Draws and uploads one moment after the other, by turns for each author, while earlier ones are being transcoded; gives them
 * when all are ready to be published at their time.
 */
export async function makeMoments(studio: Studio): Promise<MadeMoment[]> {
  const made: MadeMoment[] = [];
  for (const [index, { caption, draw }] of drafts.entries()) {
    const author = studio.authors[index % studio.authors.length] ?? '';
    const files = await draw(studio.folder);
    const client = await studio.as(author);
    const uploadIds = [];
    for (const file of files) uploadIds.push(await uploadFile(client, file));
    const publishAt = studio.publishAt(index)?.toISOString();
    made.push({ id: await createMoment(client, { uploadIds, caption, publishAt }), caption, author });
  }
  console.log(`  ${made.length} moments are drawn and uploaded`);
  for (const moment of made) await untilReady(moment, studio);
  console.log(`  ${made.length} moments are transcoded`);
  return made;
}

const stateDocument = 'query ($id: ID!) { moment(id: $id) { status failure { message } } }';

async function untilReady({ id, caption, author }: MadeMoment, studio: Studio): Promise<void> {
  interface State {
    moment: { status: string; failure: { message: string } | null };
  }
  for (;;) {
    const { moment } = await (await studio.as(author)).send<State>(stateDocument, { id });
    if (moment.status === 'PUBLISHED' || moment.status === 'DRAFT') return;
    if (moment.status !== 'PROCESSING') {
      throw new Error(`"${caption}" ended as ${moment.status}: ${moment.failure?.message ?? ''}`);
    }
    await sleep(300);
  }
}
