import { Notification } from '@belltower/core';
import type { Response } from 'express';
import { lastOfEach } from './recent-hints';

/** How long a browser waits before it connects again. */
const RETRY_MS = 2_000;
/** In a rush of hints a reader gets those about each record at most this often, the last of them always. */
const PAUSE_MS = 250;
/** A reader this far behind is cut off; it connects again and reads the truth. */
const MOST_UNREAD_BYTES = 1_048_576;

/** What one reader is sent: the first hint at once, and of more that follow closely the last about each record. */
export class EventStream {
  private waiting: Notification[] = [];
  private pause?: NodeJS.Timeout;

  constructor(private readonly response: Response) {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // nginx would otherwise collect events before passing them on.
      'x-accel-buffering': 'no',
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
    response.once('close', () => clearTimeout(this.pause));
  }

  hint(notification: Notification): void {
    if (this.response.writableLength > MOST_UNREAD_BYTES) return void this.response.destroy();
    this.waiting.push(notification);
    if (!this.pause) this.flush();
  }

  /** Says from where on a reader that connects again would go on. */
  ready(mark: string): void {
    this.flush();
    this.write('ready', mark, {});
  }

  /** Says that hints may have been lost: whatever is shown is to be read again. */
  missed(mark: string): void {
    this.waiting = [];
    this.write('missed', mark, {});
  }

  end(): void {
    this.response.end();
  }

  private flush(): void {
    clearTimeout(this.pause);
    this.pause = undefined;
    if (!this.waiting.length) return;
    for (const { topic, id, data, mark } of lastOfEach(this.waiting))
      this.write(topic, mark, { ...data, id: id ?? null });
    this.waiting = [];
    this.pause = setTimeout(() => this.flush(), PAUSE_MS);
  }

  private write(topic: string, mark: string | undefined, data: object): void {
    const id = mark ? `id: ${mark}\n` : '';
    this.response.write(`${id}event: ${topic}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}
