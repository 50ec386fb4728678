import pg from 'pg';

// The queue tries again after a serialization failure, soon at first and for minutes, but not after a lost connection.
const tryAgain = '40001';

/**
 * The queue's own connections, so that busy handlers never keep it from taking and completing jobs. When Postgres is
 * away a job that is done must still be marked as done later: the queue would drop that, and its process with it. So a
 * lost connection is reported as an error after which the queue tries again.
 */
export class QueuePool extends pg.Pool {
  constructor(config: pg.PoolConfig, onLost: (error: Error) => void) {
    super({ ...config, Client: QueueClient });
    this.on('error', onLost);
    // While a connection is in use the pool does not listen for its end; unheard, it would end the process.
    this.on('connect', (client) => client.on('error', () => undefined));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Parameters<pg.Pool['connect']>[0]): void;
  override connect(callback?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | void {
    if (callback) super.connect(callback);
    else return super.connect().catch(reportAsPassing);
  }

  /** Ends the pool once nothing is under way any more, or after `withinMs`. */
  async drain(withinMs: number): Promise<void> {
    const lastMs = Date.now() + withinMs;
    while (this.waitingCount > 0 || this.idleCount < this.totalCount) {
      if (Date.now() > lastMs) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await this.end();
  }
}

class QueueClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const send = this.query.bind(this) as (...args: unknown[]) => unknown;
    Object.assign(this, {
      query: (...args: unknown[]): unknown => {
        const sent = send(...args);
        return sent instanceof Promise ? sent.catch(reportAsPassing) : sent;
      },
    });
  }
}

function reportAsPassing(error: unknown): never {
  throw isLostConnection(error)
    ? Object.assign(new Error('Postgres is away', { cause: error }), { code: tryAgain })
    : error;
}

// Postgres answers with a code: class 08 and 57P say that the connection ends, 53300 that there are too many. An error
// without such a code comes from the network or from node-postgres itself.
const isLostConnection = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || /^(08|57P|53300)/.test(error.code ?? '');
