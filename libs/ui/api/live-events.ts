import { DOCUMENT, inject, Injectable } from '@angular/core';
import { filter, Observable, Subject } from 'rxjs';
import { Session } from '../session/session';
import { API_ROOT } from './resource-api';

/** Topics on which the API tells that something of the account has changed. */
export const LIVE_TOPICS = [
  'contact',
  'import',
  'suppression',
  'gateway',
  'campaign',
  'calls',
  'notice',
] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

/**
 * A hint that a record changed; the record itself is read again where it shows. Without an id and data
 * it means that hints may have been missed.
 */
export interface LiveEvent {
  topic: LiveTopic;
  id: number | null;
  data: Record<string, unknown>;
}

/** A lost connection that the browser will not open again by itself. */
const REOPEN_MS = 5_000;

/**
 * The account's server-sent events over one shared connection, open while anybody listens and looks: a
 * browser has only a few connections for all of its tabs. Whoever listens is told when it is open again.
 */
@Injectable({ providedIn: 'root' })
export class LiveEvents {
  private readonly document = inject(DOCUMENT);
  private readonly session = inject(Session);
  private readonly events = new Subject<LiveEvent>();
  private source: EventSource | null = null;
  private listeners = 0;
  private hasBeenOpen = false;

  constructor() {
    this.document.addEventListener('visibilitychange', () => this.follow());
  }

  /** Events of one topic, of one record where an id is given, and of what may have been missed. */
  on(topic: LiveTopic, id?: number): Observable<LiveEvent> {
    return new Observable<LiveEvent>((subscriber) => {
      this.listeners++;
      this.follow();
      const wanted = this.events.pipe(
        filter((event) => event.topic === topic),
        filter((event) => id === undefined || event.id === null || event.id === id),
      );
      const subscription = wanted.subscribe(subscriber);
      return () => {
        subscription.unsubscribe();
        this.listeners--;
        this.follow();
      };
    });
  }

  private follow(): void {
    const isWanted = this.listeners > 0 && !this.document.hidden && !!this.session.me();
    if (isWanted) this.open();
    else this.close();
    if (this.listeners === 0) this.hasBeenOpen = false;
  }

  private open(): void {
    if (this.source) return;
    const source = new EventSource(`${API_ROOT}/events`);
    for (const topic of LIVE_TOPICS) {
      source.addEventListener(topic, (event) => this.receive(topic, event.data as string));
    }
    source.addEventListener('open', () => {
      if (this.hasBeenOpen) this.tellMissed();
      this.hasBeenOpen = true;
    });
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return;
      // The browser gives up for good on an HTTP error, such as a proxy's 502 during an upgrade.
      this.close();
      // Or it was a session that has ended elsewhere: asking who we are opens the sign-in page then.
      void this.session.reload().catch(() => undefined);
      setTimeout(() => this.follow(), REOPEN_MS);
    });
    this.source = source;
  }

  private tellMissed(): void {
    for (const topic of LIVE_TOPICS) this.events.next({ topic, id: null, data: {} });
  }

  private receive(topic: LiveTopic, text: string): void {
    const data = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
    this.events.next({ topic, id: typeof data['id'] === 'number' ? data['id'] : null, data });
  }

  private close(): void {
    this.source?.close();
    this.source = null;
  }
}
