/** Wakes the one who waits; a ring while nobody waits is not lost. */
export class Bell {
  closed = false;
  private rang = false;
  private wake?: () => void;

  ring(): void {
    this.rang = true;
    this.wake?.();
  }

  close(): void {
    this.closed = true;
    this.ring();
  }

  /** Resolves at the next ring, at once when it has rung since the last time, or after `mostMs`. */
  async rung(mostMs: number): Promise<void> {
    if (!this.rang) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, mostMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.rang = false;
  }
}
