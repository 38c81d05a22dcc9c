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
import { Connections } from './connections';

/** What went over a line since the process began, and goes over it now. */
export interface LineFigures extends ConnectionFigures {
  calls: number;
  answered: number;
  callsNow: number;
}

/**
 * This process's way to one voice gateway. When the settings change, new calls go over a new connection, while the
 * calls on the old one go on and can still be hung up; it is closed after the last of them.
 */
export class Line extends Telephony {
  private readonly connections: Connections<Telephony>;
  private placed = 0;
  private answered = 0;
  /** Of connections that have been closed. */
  private past: ConnectionFigures = NONE;

  constructor(fingerprint: string, make: () => Telephony) {
    super();
    this.connections = new Connections(fingerprint, make, (telephony) => {
      this.past = pastOf(sum(this.past, telephony.figures() ?? NONE));
    });
    this.open();
  }

  /** Lets new calls use these settings, if they are not those in use already. */
  use(fingerprint: string, make: () => Telephony): void {
    this.connections.use(fingerprint, make);
    this.open();
  }

  place(call: OutboundCall): Observable<CallEvent> {
    return new Observable((listener) => {
      const { connection, over } = this.connections.take();
      this.placed++;
      let answered = false;
      // Followed to its end even when the listener leaves, so that it is known when a connection is idle.
      connection.place(call).subscribe({
        next: (event) => {
          // A driver may tell of it twice.
          if (event.type === 'answered' && !answered) {
            answered = true;
            this.answered++;
          }
          listener.next(event);
        },
        complete: () => {
          over();
          listener.complete();
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
      this.connections.all.map((telephony) => telephony.alive(callIds)),
    );
    const living = new Set<string>();
    for (const answer of answers) {
      if (answer === 'unknown') return 'unknown';
      for (const id of answer) living.add(id);
    }
    return living;
  }

  check(): Promise<GatewayHealth> {
    return this.connections.newest.check();
  }

  override figures(): LineFigures {
    // That in use last, as some is true of it alone.
    const figures = this.connections.all.map((telephony) => telephony.figures() ?? NONE);
    const { registered, switches } = figures.at(-1)!;
    const total = figures.reduce(sum, this.past);
    return {
      ...total,
      registered,
      switches: switches && total.switches,
      calls: this.placed,
      answered: this.answered,
      callsNow: this.connections.busy,
    };
  }

  close(): Promise<void> {
    return this.connections.close();
  }

  /** At once, as a trunk registers before it is called over. */
  private open(): void {
    void this.connections.newest;
  }

  /** Whichever connection the call is on: the others know nothing of it. */
  private async onAll(run: (telephony: Telephony) => Promise<void>): Promise<void> {
    await Promise.all(this.connections.all.map(run));
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
