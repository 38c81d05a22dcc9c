/** What comes out of a fake switch over one connection. */
export interface SwitchSide {
  send(bytes: Buffer): void;
  close(): void;
}

/** One connection to a fake switch, as the switch sees it. */
export interface SwitchSession {
  receive(text: string): void;
}

export type Values = Record<string, string>;

/** What a switch is told to do: originate, play, kill…; answers are what the event socket says to it. */
export interface SwitchBehaviour {
  /** An `api` command; what it answers. */
  api(words: string[], text: string): string;
  /** A `bgapi` command, whose result is an event of its own. */
  job(text: string, jobUuid: string): void;
  /** A `sendmsg` for a channel; whether there is one. */
  message(uuid: string, headers: ReadonlyMap<string, string>): boolean;
}

/** The event socket of a FreeSWITCH: greeting, password, replies in the order of the commands, and events. */
export class FakeSwitch {
  behaviour!: SwitchBehaviour;
  /** Whatever was asked, the password left out. */
  readonly commands: string[] = [];
  /** Whether nothing listens there at all. */
  down = false;
  private readonly sessions = new Set<SwitchSide>();
  private readonly listening = new Set<SwitchSide>();
  private sequence = 0;

  constructor(readonly password = 'secret') {}

  connect(side: SwitchSide): SwitchSession {
    let held = '';
    let known = false;
    this.sessions.add(side);
    this.send(side, 'auth/request');
    return {
      receive: (text) => {
        held += text;
        for (let end = held.indexOf('\n\n'); end >= 0; end = held.indexOf('\n\n')) {
          const command = held.slice(0, end);
          held = held.slice(end + 2);
          if (command.startsWith('auth ')) {
            known = command === `auth ${this.password}`;
            this.reply(side, known ? '+OK accepted' : '-ERR invalid');
          } else if (known) this.take(side, command);
          else this.reply(side, '-ERR command not found');
        }
      },
    };
  }

  /** Tells everybody who listens. */
  event(values: Values): void {
    const json = JSON.stringify({ ...values, 'Event-Sequence': String(++this.sequence) });
    for (const side of this.listening) this.send(side, 'text/event-json', json);
  }

  /** Every connection breaks; what runs goes on. */
  disconnect(): void {
    for (const side of [...this.sessions]) side.close();
    this.forget();
  }

  /** A connection is gone. */
  left(side: SwitchSide): void {
    this.sessions.delete(side);
    this.listening.delete(side);
  }

  private forget(): void {
    this.sessions.clear();
    this.listening.clear();
  }

  private take(side: SwitchSide, command: string): void {
    this.commands.push(command);
    const [first = '', ...lines] = command.split('\n');
    const headers = new Map(
      lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
      }),
    );
    const [verb = '', ...words] = first.split(' ');
    const text = first.slice(verb.length + 1);
    switch (verb) {
      case 'event':
        this.listening.add(side);
        return this.reply(side, '+OK event listener enabled json');
      case 'api':
        return this.send(side, 'api/response', this.behaviour.api(words, text));
      case 'bgapi': {
        const jobUuid = headers.get('job-uuid') ?? `job-${this.sequence}`;
        this.reply(side, `+OK Job-UUID: ${jobUuid}`);
        return this.behaviour.job(text, jobUuid);
      }
      case 'sendmsg': {
        const there = this.behaviour.message(words[0] ?? '', headers);
        return this.reply(side, there ? '+OK' : `-ERR invalid session id [${words[0]}]`);
      }
      default:
        return this.reply(side, '-ERR command not found');
    }
  }

  private reply(side: SwitchSide, text: string): void {
    side.send(Buffer.from(`Content-Type: command/reply\nReply-Text: ${text}\n\n`));
  }

  private send(side: SwitchSide, type: string, body?: string): void {
    const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(body)}\n`;
    side.send(Buffer.from(`${length}Content-Type: ${type}\n\n${body ?? ''}`));
  }
}
