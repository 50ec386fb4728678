import { detectSandbox, type Sandbox } from '@moments/platform';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensurePhotoWorker } from './built-photo-worker.js';

/** Where files are processed without a database: a sandbox, a folder for originals, another for what each test makes. */
export class Workbench {
  /** Of this test. */
  outputFolder = '';
  private tests = 0;

  private constructor(
    private readonly sandbox: Sandbox,
    readonly folder: string,
  ) {}

  static async open(): Promise<Workbench> {
    await ensurePhotoWorker();
    return new Workbench(await detectSandbox({ required: false }), await mkdtemp(join(tmpdir(), 'moments-media-')));
  }

  /** An empty folder for what comes out. */
  async refresh(): Promise<void> {
    this.outputFolder = join(this.folder, `out-${(this.tests += 1)}`);
    await mkdir(this.outputFolder);
  }

  /** What every processing needs. */
  settings(): { outputFolder: string; sandbox: Sandbox } {
    return { outputFolder: this.outputFolder, sandbox: this.sandbox };
  }

  /** Where the file then is. */
  async saved(name: string, content: Buffer | string): Promise<string> {
    await writeFile(join(this.folder, name), content);
    return join(this.folder, name);
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
