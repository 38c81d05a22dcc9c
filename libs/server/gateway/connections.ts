/** A connection by one set of settings, and how much goes on over it. */
interface Connection<T> {
  /** The settings, as text. */
  fingerprint: string;
  make: () => T;
  /** Undefined until somebody needs it. */
  made?: T;
  busy: number;
}

interface Closes {
  close(): Promise<void>;
}

/**
 * This process's connections to one gateway, each made when it is first needed. When the settings change, what is new goes over a new connection, while
 * what goes on over the old one goes on to its end; that is closed after the last of it.
 */
export class Connections<T extends Closes> {
  private current: Connection<T>;
  private readonly retired = new Set<Connection<T>>();

  /** @param closing told of a connection of old settings before it is closed */
  constructor(
    fingerprint: string,
    make: () => T,
    private readonly closing: (connection: T) => void = () => undefined,
  ) {
    this.current = { fingerprint, make, busy: 0 };
  }

  /** Lets what is new use these settings, if they are not those in use already. */
  use(fingerprint: string, make: () => T): void {
    if (fingerprint === this.current.fingerprint) return;
    const old = this.current;
    this.current = { fingerprint, make, busy: 0 };
    this.retired.add(old);
    this.closeIfIdle(old);
  }

  get newest(): T {
    return madeOf(this.current);
  }

  /** The same, where somebody has needed it before. */
  get newestMade(): T | undefined {
    return this.current.made;
  }

  /** All that have been made, those of before first. */
  get all(): T[] {
    return [...this.retired, this.current].flatMap(({ made }) => made ?? []);
  }

  /** How much goes on over all of them. */
  get busy(): number {
    return [...this.retired, this.current].reduce((total, { busy }) => total + busy, 0);
  }

  /** The connection for something new, which is kept open until that is `over`, to be said once. */
  take(): { connection: T; over: () => void } {
    const taken = this.current;
    taken.busy++;
    const over = () => {
      taken.busy--;
      this.closeIfIdle(taken);
    };
    return { connection: madeOf(taken), over };
  }

  async close(): Promise<void> {
    const all = this.all;
    this.retired.clear();
    await Promise.all(all.map((connection) => connection.close()));
  }

  private closeIfIdle(connection: Connection<T>): void {
    if (connection.busy > 0 || !this.retired.delete(connection)) return;
    if (!connection.made) return;
    this.closing(connection.made);
    void connection.made.close();
  }
}

function madeOf<T>(connection: Connection<T>): T {
  return (connection.made ??= connection.make());
}
