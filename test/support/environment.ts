import { TestEnvironment } from 'jest-environment-node';

/** What holds a process open and does not go away by itself. */
const lasting = new Set(['TCPSocketWrap', 'TCPServerWrap', 'PipeServerWrap', 'ProcessWrap', 'UDPWrap', 'FSEventWrap']);
// Idle connections that fetch has kept alive go by themselves after some seconds; what stays longer is held by somebody.
const goodbyeMs = 60_000;

const open = (): string[] => process.getActiveResourcesInfo().filter((resource) => lasting.has(resource));

/** Fails a test file that leaves connections, servers or programs behind, by the file's name. */
export default class LeakCheckingEnvironment extends TestEnvironment {
  private before = 0;

  override async setup(): Promise<void> {
    await super.setup();
    this.before = open().length;
  }

  override async teardown(): Promise<void> {
    await super.teardown();
    for (let waitedMs = 0; open().length > this.before; waitedMs += 20) {
      if (waitedMs >= goodbyeMs) throw new Error(`left open: ${open().slice(this.before).join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
