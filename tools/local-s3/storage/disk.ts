import type { Blobs } from './blobs.js';
import type { NamedMutex } from './mutex.js';

/** What all buckets share. */
export interface Disk {
  blobs: Blobs;
  mutex: NamedMutex;
  temporaryFolder: string;
}
