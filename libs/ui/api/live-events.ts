import { DOCUMENT, inject, Injectable } from '@angular/core';
import { filter, Observable, Subject } from 'rxjs';
import { Session } from '../session/session';
import { API_ROOT } from './resource-api';
import { type HeardEvent, MISSED, READY, SharedStream } from './shared-stream';

/** Topics on which the API tells that something of the account has changed. */
export const LIVE_TOPICS = [
  'contact',
  'import',
  'export',
  'suppression',
  'reply',
  'gateway',
  'campaign',
  'audio',
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

/** Until a connection that has been refused is tried again. */
const REOPEN_MS = 5_000;

/**
 * The account's server-sent events, over one connection for all tabs of a browser; a tab follows while anybody in it
 * listens and looks. Whoever listens is told what came meanwhile, or that something may have been missed.
 */
@Injectable({ providedIn: 'root' })
export class LiveEvents {
  private readonly document = inject(DOCUMENT);
  private readonly session = inject(Session);
  private readonly events = new Subject<LiveEvent>();
  private readonly stream = new SharedStream(
    `${API_ROOT}/events`,
    LIVE_TOPICS,
    (event) => this.receive(event),
    () => this.tryLater(),
  );
  private listeners = 0;

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
    if (isWanted) this.stream.open();
    else this.stream.close();
  }

  private receive({ topic, text }: HeardEvent): void {
    if (topic === READY) return;
    if (topic === MISSED) {
      for (const each of LIVE_TOPICS) this.events.next({ topic: each, id: null, data: {} });
      return;
    }
    const data = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
    const id = typeof data['id'] === 'number' ? data['id'] : null;
    this.events.next({ topic: topic as LiveTopic, id, data });
  }

  private tryLater(): void {
    this.stream.close();
    // Or it was a session that has ended elsewhere: asking who we are opens the sign-in page then.
    void this.session.reload().catch(() => undefined);
    setTimeout(() => this.follow(), REOPEN_MS);
  }
}
