// Exits with 0 when node_modules holds what the lockfile names for this machine, by npm's own record of what it installed.
import { readFileSync } from 'node:fs';

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
const glibc = process.report.getReport().header.glibcVersionRuntime !== undefined;
const here = { os: process.platform, cpu: process.arch, libc: glibc ? 'glibc' : 'musl' };

/** An optional package is missed only when it was made for machines like this one. */
const isMissed = (entry) =>
  !entry.optional || (entry.os && ['os', 'cpu', 'libc'].every((kind) => entry[kind]?.includes(here[kind]) ?? true));

try {
  const installed = packagesOf('node_modules/.package-lock.json');
  const wanted = Object.entries(packagesOf('package-lock.json')).filter(([path]) => path !== '');
  const fits = wanted.every(([path, entry]) =>
    installed[path] ? installed[path].version === entry.version : !isMissed(entry),
  );
  process.exit(fits ? 0 : 1);
} catch {
  process.exit(1);
}
