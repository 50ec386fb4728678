import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const listen = (server: Server, path: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen(path, () => resolve(true));
  });

const isAnswered = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

/**
 * Keeps a second process out of the folder; returns how to let go of it. A listening socket is the lock, since it
 * ends with its process however that ends. It lies in the temporary folder because socket paths must be short.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 24);
  const path = join(tmpdir(), `local-s3-${name}.sock`);
  const server = createServer((socket) => socket.destroy());
  if (!(await listen(server, path))) {
    if (await isAnswered(path)) throw new Error(`${folder} is open in another process`);
    await rm(path, { force: true });
    if (!(await listen(server, path))) throw new Error(`${folder} is open in another process`);
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}
