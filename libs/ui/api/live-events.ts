import { inject, Injectable } from '@angular/core';
import { filter, Observable, Subject } from 'rxjs';
import { Session } from '../session/session';
import { API_ROOT } from './resource-api';

/** Topics on which the API tells that something of the account has changed. */
export const LIVE_TOPICS = ['campaign', 'import', 'contact', 'gateway', 'call'] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

/** A hint that a record changed; the record itself is read again where it shows. */
export interface LiveEvent {
  topic: LiveTopic;
  id: number | null;
  data: Record<string, unknown>;
}

/**
 * The account's server-sent events over one shared connection, open while anybody listens. A lost
 * connection is opened again by the browser, or here when the browser has given up.
 */
@Injectable({ providedIn: 'root' })
export class LiveEvents {
  private readonly session = inject(Session);
  private readonly events = new Subject<LiveEvent>();
  private source: EventSource | null = null;
  private listeners = 0;

  /** Events of one topic, of one record where an id is given. */
  on(topic: LiveTopic, id?: number): Observable<LiveEvent> {
    return new Observable<LiveEvent>((subscriber) => {
      this.listeners++;
      this.open();
      const wanted = this.events.pipe(
        filter((event) => event.topic === topic && (id === undefined || event.id === id)),
      );
      const subscription = wanted.subscribe(subscriber);
      return () => {
        subscription.unsubscribe();
        if (--this.listeners === 0) this.close();
      };
    });
  }

  private open(): void {
    if (this.source) return;
    const source = new EventSource(`${API_ROOT}/events`);
    for (const topic of LIVE_TOPICS) {
      source.addEventListener(topic, (event) => this.receive(topic, event.data as string));
    }
    source.addEventListener('error', () => {
      if (source.readyState !== EventSource.CLOSED) return;
      // The browser gives up for good on an HTTP error, such as a proxy's 502 during an upgrade.
      this.close();
      setTimeout(() => this.listeners > 0 && this.session.me() && this.open(), REOPEN_MS);
    });
    this.source = source;
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

const REOPEN_MS = 5_000;
