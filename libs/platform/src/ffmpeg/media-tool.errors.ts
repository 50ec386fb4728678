/** What is known about a tool's unhappy end. `stderrTail` is for the log, never for people. */
export interface ToolEnd {
  tool: string;
  exitCode: number | null;
  signal: string | null;
  stderrTail: string;
}

/** The tool ended with an error, crashed, or ran into its memory, CPU or file size limit. */
export class MediaToolFailed extends Error {
  constructor(readonly end: ToolEnd) {
    super(`${end.tool} ended with ${end.signal ?? `code ${end.exitCode ?? 'unknown'}`}`);
    this.name = new.target.name;
  }
}

/** The tool was killed, with everything it had started, when its time was up. */
export class MediaToolTimedOut extends Error {
  constructor(
    readonly tool: string,
    readonly timeoutMs: number,
    readonly stderrTail: string,
  ) {
    super(`${tool} was stopped after ${timeoutMs} ms`);
    this.name = new.target.name;
  }
}

/** The caller's signal stopped the tool. */
export class MediaToolStopped extends Error {
  constructor(readonly tool: string) {
    super(`${tool} was stopped`);
    this.name = new.target.name;
  }
}

/** The sandbox is required here and this machine can't give it. */
export class SandboxUnavailable extends Error {
  constructor(readonly reason: string) {
    super(`media tools must run in a sandbox, and there is none: ${reason}`);
    this.name = new.target.name;
  }
}
