import { Frame } from './framing';

/** An event of the switch, its values by their names; what is no text is not there. */
export class SwitchEvent {
  constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  get name(): string {
    return this.text('Event-Name') ?? '';
  }

  /** The channel it is about; empty where it is about none. */
  get channel(): string {
    return this.text('Unique-ID') ?? '';
  }

  /** Undefined where it is missing or empty. */
  text(name: string): string | undefined {
    const value = Object.hasOwn(this.values, name) ? this.values[name] : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** A channel variable. */
  variable(name: string): string | undefined {
    return this.text(`variable_${name}`);
  }

  /** Undefined where it is missing or no whole number from 0 on. */
  count(name: string): number | undefined {
    const text = this.text(name);
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  }
}

/** What a message of the switch says. */
export type Incoming =
  | { kind: 'auth-request' }
  /** To the oldest command that has none yet: what it says, trimmed. */
  | { kind: 'reply'; text: string }
  | { kind: 'event'; event: SwitchEvent }
  /** The switch ends the connection. */
  | { kind: 'goodbye' }
  /** This machine may not connect at all. */
  | { kind: 'rejected' }
  | { kind: 'unknown' };

export function incomingOf({ headers, body }: Frame): Incoming {
  switch (headers.get('content-type')) {
    case 'auth/request':
      return { kind: 'auth-request' };
    case 'command/reply':
      return { kind: 'reply', text: headers.get('reply-text') ?? '' };
    case 'api/response':
      return { kind: 'reply', text: body.toString('utf8').trim() };
    case 'text/event-json':
      return eventIn(body.toString('utf8'));
    case 'text/disconnect-notice':
      return { kind: 'goodbye' };
    case 'text/rude-rejection':
      return { kind: 'rejected' };
    default:
      return { kind: 'unknown' };
  }
}

/** What JSON the switch has sent, as an event. */
export function eventIn(json: string): Incoming {
  try {
    const values: unknown = JSON.parse(json);
    if (typeof values === 'object' && values !== null && !Array.isArray(values))
      return { kind: 'event', event: new SwitchEvent(values as Record<string, unknown>) };
  } catch {
    // Not JSON: nothing that could be acted upon.
  }
  return { kind: 'unknown' };
}
