import { CallEvent, GatewayHealth, OutboundCall, Telephony } from '@belltower/telephony';
import { Observable } from 'rxjs';

/** A connection made with one set of settings, and how many calls live on it. */
interface Connection {
  /** The settings it was made with, as text. */
  fingerprint: string;
  telephony: Telephony;
  calls: number;
}

/**
 * This process's way to one gateway. When the settings change, new calls go over a new connection, while the
 * calls on the old one go on and can still be hung up; it is closed after the last of them.
 */
export class Line extends Telephony {
  private current: Connection;
  private readonly retired = new Set<Connection>();

  constructor(fingerprint: string, make: () => Telephony) {
    super();
    this.current = { fingerprint, telephony: make(), calls: 0 };
  }

  /** Lets new calls use these settings, if they are not those in use already. */
  use(fingerprint: string, make: () => Telephony): void {
    if (fingerprint === this.current.fingerprint) return;
    const old = this.current;
    this.current = { fingerprint, telephony: make(), calls: 0 };
    this.retired.add(old);
    this.closeIfIdle(old);
  }

  place(call: OutboundCall): Observable<CallEvent> {
    return new Observable((listener) => {
      const connection = this.current;
      connection.calls++;
      // Followed to its end even when the listener leaves, so that it is known when a connection is idle.
      connection.telephony.place(call).subscribe({
        next: (event) => listener.next(event),
        complete: () => {
          connection.calls--;
          listener.complete();
          this.closeIfIdle(connection);
        },
      });
    });
  }

  async hangUp(callId: string): Promise<void> {
    await Promise.all(this.connections().map(({ telephony }) => telephony.hangUp(callId)));
  }

  async alive(callIds: string[]): Promise<Set<string> | 'unknown'> {
    const answers = await Promise.all(
      this.connections().map(({ telephony }) => telephony.alive(callIds)),
    );
    const living = new Set<string>();
    for (const answer of answers) {
      if (answer === 'unknown') return 'unknown';
      for (const id of answer) living.add(id);
    }
    return living;
  }

  check(): Promise<GatewayHealth> {
    return this.current.telephony.check();
  }

  async close(): Promise<void> {
    await Promise.all(this.connections().map(({ telephony }) => telephony.close()));
    this.retired.clear();
  }

  private connections(): Connection[] {
    return [this.current, ...this.retired];
  }

  private closeIfIdle(connection: Connection): void {
    if (connection.calls > 0 || !this.retired.delete(connection)) return;
    void connection.telephony.close();
  }
}
