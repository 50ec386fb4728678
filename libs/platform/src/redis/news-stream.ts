// A consumer that is slower than the news for so long only wants what is new.
const maxWaiting = 1_000;

interface Consumer<News> {
  resolve(result: IteratorResult<News, void>): void;
  reject(error: unknown): void;
}

/**
 * News as it comes, for one consumer. It listens from the moment it is made, not from the first `next()`, so that state
 * read after {@link ready} and the news together leave no gap. It ends when the consumer leaves it, also while `next()`
 * waits (an async generator would go on waiting); who makes one and never iterates has to call `return()`.
 */
export class NewsStream<News> implements AsyncGenerator<News, void, undefined> {
  /** Resolves when whatever is published from now on will arrive; rejects when listening failed, as `next()` then does. */
  readonly ready: Promise<void>;
  private readonly subscription: Promise<() => Promise<void>>;
  private readonly waiting: News[] = [];
  private readonly consumers: Consumer<News>[] = [];
  private failure?: Error;
  private ended = false;

  constructor(
    open: (push: (news: News) => void) => Promise<() => Promise<void>>,
    private readonly onEnd: (stop: Promise<() => Promise<void>>) => void,
  ) {
    this.subscription = open((news) => this.push(news));
    this.ready = this.subscription.then(() => undefined);
    this.ready.catch((error: unknown) => this.fail(error));
  }

  next(): Promise<IteratorResult<News, void>> {
    if (this.failure) return Promise.reject(this.failure);
    const [news] = this.waiting.splice(0, 1);
    if (news !== undefined) return Promise.resolve({ value: news, done: false });
    if (this.ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => this.consumers.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<News, void>> {
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  throw(error: unknown): Promise<IteratorResult<News, void>> {
    this.end();
    return Promise.reject(asError(error));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  private push(news: News): void {
    if (this.ended) return;
    const consumer = this.consumers.shift();
    if (consumer) {
      consumer.resolve({ value: news, done: false });
      return;
    }
    this.waiting.push(news);
    if (this.waiting.length > maxWaiting) this.waiting.shift();
  }

  private fail(error: unknown): void {
    this.failure = asError(error);
    for (const consumer of this.consumers.splice(0)) consumer.reject(this.failure);
    this.end();
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.waiting.length = 0;
    for (const consumer of this.consumers.splice(0)) consumer.resolve({ value: undefined, done: true });
    this.onEnd(this.subscription);
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
