import {
  CallEvent,
  ConnectionFigures,
  GatewayHealth,
  OutboundCall,
  Playback,
  RecordingTerms,
  SwitchFigures,
  Telephony,
  TransferTarget,
} from '@belltower/telephony';
import { Observable } from 'rxjs';

/** What went over a line since the process began, and goes over it now. */
export interface LineFigures extends ConnectionFigures {
  calls: number;
  answered: number;
  callsNow: number;
}

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
  private placed = 0;
  private answered = 0;
  /** Of connections that have been closed. */
  private past: ConnectionFigures = NONE;

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
      this.placed++;
      let answered = false;
      // Followed to its end even when the listener leaves, so that it is known when a connection is idle.
      connection.telephony.place(call).subscribe({
        next: (event) => {
          // A driver may tell of it twice.
          if (event.type === 'answered' && !answered) {
            answered = true;
            this.answered++;
          }
          listener.next(event);
        },
        complete: () => {
          connection.calls--;
          listener.complete();
          this.closeIfIdle(connection);
        },
      });
    });
  }

  play(callId: string, playback: Playback): Promise<void> {
    return this.onAll((telephony) => telephony.play(callId, playback));
  }

  record(callId: string, terms: RecordingTerms): Promise<void> {
    return this.onAll((telephony) => telephony.record(callId, terms));
  }

  transfer(callId: string, target: TransferTarget): Promise<void> {
    return this.onAll((telephony) => telephony.transfer(callId, target));
  }

  hangUp(callId: string): Promise<void> {
    return this.onAll((telephony) => telephony.hangUp(callId));
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

  override figures(): LineFigures {
    // That in use last, as some is true of it alone.
    const all = [...this.retired, this.current];
    const figures = all.map(({ telephony }) => telephony.figures() ?? NONE);
    const { registered, switches } = figures.at(-1)!;
    const total = figures.reduce(sum, this.past);
    return {
      ...total,
      registered,
      switches: switches && total.switches,
      calls: this.placed,
      answered: this.answered,
      callsNow: all.reduce((calls, connection) => calls + connection.calls, 0),
    };
  }

  async close(): Promise<void> {
    await this.onAll((telephony) => telephony.close());
    this.retired.clear();
  }

  /** Whichever connection the call is on: the others know nothing of it. */
  private async onAll(run: (telephony: Telephony) => Promise<void>): Promise<void> {
    await Promise.all(this.connections().map(({ telephony }) => run(telephony)));
  }

  private connections(): Connection[] {
    return [this.current, ...this.retired];
  }

  private closeIfIdle(connection: Connection): void {
    if (connection.calls > 0 || !this.retired.delete(connection)) return;
    this.past = pastOf(sum(this.past, connection.telephony.figures() ?? NONE));
    void connection.telephony.close();
  }
}

const NONE: ConnectionFigures = {
  retransmissions: null,
  registered: null,
  registrationsFailed: null,
  soundLatestMs: null,
  soundSkipped: null,
  switches: null,
};

/** What stays of a connection that is closed: its totals. */
function pastOf({ switches, ...figures }: ConnectionFigures): ConnectionFigures {
  return {
    ...figures,
    soundLatestMs: null,
    switches: switches && { ...switches, channels: 0, slowestMs: null },
  };
}

/** Totals of both; what cannot be added up is that of the other. */
function sum(one: ConnectionFigures, other: ConnectionFigures): ConnectionFigures {
  return {
    retransmissions: plus(one.retransmissions, other.retransmissions),
    registered: other.registered,
    registrationsFailed: plus(one.registrationsFailed, other.registrationsFailed),
    soundLatestMs: worse(one.soundLatestMs, other.soundLatestMs),
    soundSkipped: plus(one.soundSkipped, other.soundSkipped),
    switches: switchSum(one.switches, other.switches),
  };
}

function switchSum(one: SwitchFigures | null, other: SwitchFigures | null): SwitchFigures | null {
  if (!one || !other) return one ?? other;
  return {
    ...other,
    lost: one.lost + other.lost,
    channels: one.channels + other.channels,
    commands: one.commands + other.commands,
    unanswered: one.unanswered + other.unanswered,
    slowestMs: worse(one.slowestMs, other.slowestMs),
  };
}

const plus = (one: number | null, other: number | null) =>
  one === null || other === null ? (one ?? other) : one + other;
const worse = (one: number | null, other: number | null) =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
