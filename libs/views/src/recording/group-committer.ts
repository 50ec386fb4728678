/** How much is gathered, in units of an item's size. */
export interface GroupLimits {
  /** Most of one commit; an item that is larger by itself goes alone. */
  largest: number;
  /** Most commits under way. */
  atOnce: number;
  /** Most that waits. */
  waiting: number;
}

interface Waiting<Item, Answer> {
  item: Item;
  size: number;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Lets small writes share commits: while some are under way, what comes in waits together and goes as one. Nobody waits
 * when nothing is under way, so it costs no time where there is little to do. Everybody gets their own answer, and when a
 * group fails by the fault of one of its items, the items go one by one.
 */
export class GroupCommitter<Item, Answer> {
  private queue: Waiting<Item, Answer>[] = [];
  private waitingSize = 0;
  private running = 0;

  constructor(
    /** Commits the items and answers each, in order. */
    private readonly commit: (items: readonly Item[]) => Promise<Answer[]>,
    /** Whether an error may be one item's fault: then the others deserve another try. */
    private readonly isOnesFault: (error: unknown) => boolean,
  ) {}

  /** `undefined` when too much is waiting already: nothing was done then. */
  submit(item: Item, size: number, limits: GroupLimits): Promise<Answer> | undefined {
    if (this.waitingSize + size > limits.waiting && this.queue.length > 0) return undefined;
    return new Promise<Answer>((resolve, reject) => {
      this.queue.push({ item, size, resolve, reject });
      this.waitingSize += size;
      this.start(limits);
    });
  }

  private start(limits: GroupLimits): void {
    while (this.running < limits.atOnce && this.queue.length > 0) {
      this.running += 1;
      void this.commitGroup(this.take(limits.largest)).finally(() => {
        this.running -= 1;
        this.start(limits);
      });
    }
  }

  private take(largest: number): Waiting<Item, Answer>[] {
    let size = 0;
    let count = 0;
    for (const waiting of this.queue) {
      if (count > 0 && size + waiting.size > largest) break;
      size += waiting.size;
      count += 1;
    }
    this.waitingSize -= size;
    return this.queue.splice(0, count);
  }

  private async commitGroup(group: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.commit(group.map(({ item }) => item));
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      if (group.length === 1 || !this.isOnesFault(error)) for (const { reject } of group) reject(error);
      else for (const alone of group) await this.commitGroup([alone]);
    }
  }
}
