import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphqlClient } from './graphql-client.js';
import { mutate } from './mutate.js';

export interface NewAccount {
  email: string;
  password: string;
  handle: string;
  displayName: string;
  region: string;
  birthDate?: string;
}

interface Tokens {
  accessToken: string;
  expiresAt: string;
  refreshToken: string;
}

/** An app in which somebody is signed in. */
export interface SignedIn extends Session {
  profileId: string;
}

/** What lets an app act for somebody for a while, and go on after that. */
export interface Session {
  client: GraphqlClient;
  expiresAt: Date;
  /** Good once. */
  refreshToken: string;
}

const tokens = 'accessToken expiresAt refreshToken';
export const signUpDocument = `mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) { ${tokens} account { id profile { id } } userErrors { code message } }
}`;

/** Signs up and gives the client of the new account. */
export async function signUp(client: GraphqlClient, input: NewAccount): Promise<SignedIn> {
  const answer = await mutate<Tokens & { account: { profile: { id: string } } }>(client, signUpDocument, { input });
  return { ...sessionOf(client, answer), profileId: answer.account.profile.id };
}

const refreshDocument = `mutation Refresh($refreshToken: String!) {
  refreshSession(refreshToken: $refreshToken) { ${tokens} userErrors { code message } }
}`;

/** Goes on with a session whose access token has run out. */
export async function refresh(client: GraphqlClient, refreshToken: string): Promise<Session> {
  return sessionOf(client, await mutate<Tokens>(client, refreshDocument, { refreshToken }));
}

const sessionOf = (client: GraphqlClient, { accessToken, expiresAt, refreshToken }: Tokens): Session => ({
  client: client.signedIn(accessToken),
  expiresAt: new Date(expiresAt),
  refreshToken,
});

export const startDocument = `mutation StartUpload($input: StartUploadInput!) {
  startUpload(input: $input) { upload { id partSize partUrls { number url byteSize } } userErrors { code message } }
}`;
export const completeDocument = `mutation CompleteUpload($input: CompleteUploadInput!) {
  completeUpload(input: $input) { upload { id status rejection { code message } } userErrors { code message } }
}`;

export interface FileToUpload {
  path: string;
  purpose: 'VIDEO' | 'PHOTO' | 'AVATAR';
  contentType: string;
}

interface PartUrl {
  number: number;
  url: string;
  byteSize: number;
}

/** Takes a file into the store the way the app does: presigned parts straight to S3, several at once. Gives the upload's id. */
export async function uploadFile(client: GraphqlClient, file: FileToUpload): Promise<string> {
  const byteSize = (await stat(file.path)).size;
  const input = {
    purpose: file.purpose,
    fileName: basename(file.path),
    contentType: file.contentType,
    byteSize,
    idempotencyKey: randomUUID(),
  };
  interface Started {
    upload: { id: string; partSize: number; partUrls: PartUrl[] };
  }
  const { upload } = await mutate<Started>(client, startDocument, { input });
  const parts = await sendParts(file.path, upload);
  await mutate(client, completeDocument, { input: { uploadId: upload.id, parts } });
  return upload.id;
}

// The next part is on its way while the store still writes the last one.
const partsAtOnce = 3;

/** Sends every part of the file; gives their entity tags in order. */
async function sendParts(path: string, { partSize, partUrls }: { partSize: number; partUrls: readonly PartUrl[] }) {
  const parts: { number: number; etag: string }[] = [];
  const source = await open(path);
  // The lanes share one iterator: whoever is free takes the next part.
  const waiting = partUrls.values();
  const lane = async () => {
    for (const { number, url, byteSize } of waiting) {
      const body = Buffer.allocUnsafe(byteSize);
      const { bytesRead } = await source.read(body, 0, byteSize, (number - 1) * partSize);
      if (bytesRead < byteSize) throw new Error(`part ${number}: the file has become shorter`);
      const response = await fetch(url, { method: 'PUT', body });
      const answer = await response.text();
      if (!response.ok) throw new Error(`part ${number}: HTTP ${response.status} ${answer}`);
      parts.push({ number, etag: response.headers.get('etag') ?? '' });
    }
  };
  try {
    await Promise.all(Array.from({ length: partsAtOnce }, lane));
  } finally {
    await source.close();
  }
  return parts.sort((a, b) => a.number - b.number);
}

export const createDocument = `mutation CreateMoment($input: CreateMomentInput!) {
  createMoment(input: $input) { moment { id status } userErrors { code message } }
}`;

export interface NewMoment {
  uploadIds: readonly string[];
  caption: string;
  publishAt?: string;
  productTags?: readonly { productId: string; x?: number; y?: number }[];
  /** The order that it is made for. */
  submissionToCampaignId?: string;
}

/** Makes a moment of finished uploads; gives its id. */
export async function createMoment(client: GraphqlClient, input: NewMoment): Promise<string> {
  const { moment } = await mutate<{ moment: { id: string } }>(client, createDocument, {
    input: { ...input, idempotencyKey: randomUUID() },
  });
  return moment.id;
}

const statusDocument = `query MomentStatus($id: ID!) {
  moment(id: $id) { status processingProgress failure { code message } }
}`;

export interface MomentState {
  status: string;
  processingProgress: number | null;
  failure: { code: string; message: string } | null;
}

/** Waits until a moment is no longer being processed; `onProgress` hears 0..1. */
export async function whenProcessed(
  client: GraphqlClient,
  id: string,
  options: { timeoutMs?: number; pollMs?: number; onProgress?: (progress: number) => void } = {},
): Promise<MomentState> {
  const giveUpAt = Date.now() + (options.timeoutMs ?? 600_000);
  for (;;) {
    const { moment } = await client.send<{ moment: MomentState }>(statusDocument, { id });
    if (moment.status !== 'PROCESSING') return moment;
    options.onProgress?.(moment.processingProgress ?? 0);
    if (Date.now() > giveUpAt) throw new Error(`moment ${id} is still being processed`);
    await sleep(options.pollMs ?? 500);
  }
}
