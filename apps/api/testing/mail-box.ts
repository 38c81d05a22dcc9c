import { createServer, Server, Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A letter as it went over the wire: header lines, a blank line, the text. */
export interface ReceivedLetter {
  to: string;
  text: string;
}

/** An SMTP server that takes every letter and keeps it. */
export class MailBox {
  readonly letters: ReceivedLetter[] = [];
  private readonly waiting: ((letter: ReceivedLetter) => void)[] = [];
  private readonly server: Server = createServer((socket) => this.talk(socket));

  /** Opens the box and answers its address as `SMTP_URL` wants it. */
  async open(): Promise<string> {
    await new Promise<void>((ready) => this.server.listen(0, '127.0.0.1', ready));
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next letter that arrives. */
  next(): Promise<ReceivedLetter> {
    return new Promise((arrived) => this.waiting.push(arrived));
  }

  async close(): Promise<void> {
    await new Promise((closed) => this.server.close(closed));
  }

  private talk(socket: Socket): void {
    let unread = '';
    let text: string | null = null;
    let to = '';
    const say = (line: string) => socket.write(`${line}\r\n`);
    const hear = (line: string) => {
      if (text !== null) {
        if (line !== '.') return void (text += `${line}\n`);
        this.keep({ to, text: readable(text) });
        text = null;
        return say('250 kept');
      }
      const command = line.slice(0, 4).toUpperCase();
      if (command === 'RCPT') to = /<(.*)>/.exec(line)?.[1] ?? '';
      if (command === 'DATA') text = '';
      if (command === 'QUIT') return void socket.end('221 bye\r\n');
      say(command === 'DATA' ? '354 go on' : '250 ok');
    };
    socket.on('data', (chunk) => {
      const lines = (unread + chunk.toString()).split('\r\n');
      unread = lines.pop() ?? '';
      lines.forEach(hear);
    });
    socket.on('error', () => socket.destroy());
    say('220 ready');
  }

  private keep(letter: ReceivedLetter): void {
    this.letters.push(letter);
    this.waiting.shift()?.(letter);
  }
}

/** Undoes quoted-printable, in which long links are broken over lines. */
function readable(text: string): string {
  return text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
