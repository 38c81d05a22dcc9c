import { Clock, Invalid, Queryable } from '@belltower/core';
import {
  isFinalState,
  MessageState,
  sizeOfMessage,
  stateAfter,
  stateOfParts,
  TestMessageEventView,
  TestMessageNewsView,
  TestMessageView,
} from '@belltower/dto';
import { dialled, GatewayLines, NumberRules } from '@belltower/gateway';
import type { Messaging, OutboundMessage, Submission } from '@belltower/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { lastValueFrom, Observable } from 'rxjs';
import { DataSource } from 'typeorm';

/** For so long receipts of a test message are waited for. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 500;

/* Reads only. What was told under ids that are no message's of a campaign. */
const TOLD = `
select key, coalesce(waiting, '[]') as told from message_part
 where gateway_id = $1 and key = any ($2) and message_id is null`;

/* Says of ids that they are a test message's: what is told under them belongs to no message, and is missed by none. */
const EXPECT = `
insert into message_part as known (gateway_id, key, created_at, part, state, waiting, of_test)
select $1, key, now(), 1, '${MessageState.Queued}', '[]', true
  from (select distinct key from unnest($2::text[]) as key) as named order by key collate "C"
on conflict (gateway_id, key) do update set of_test = true where known.message_id is null`;

/** What was told of a part: as it waits for a message of a campaign, which a test message is not. */
interface Told {
  at: string;
  state: MessageState;
  code: string | null;
}

/** A gateway that is tried. */
export type TriedGateway = NumberRules & { id: number; name: string };

/** Messages that let people try a gateway, or see a campaign's text on a phone: they count nowhere. */
@Injectable()
export class TestMessages {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(GatewayLines) private readonly lines: GatewayLines,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Waits until it is known what has become of the message, for up to a minute. @throws as {@link follow} does */
  async send(
    gateway: TriedGateway,
    message: Omit<OutboundMessage, 'id'>,
  ): Promise<TestMessageView> {
    const { result } = await lastValueFrom(await this.follow(gateway, message));
    return result!;
  }

  /**
   * Hands a message over and tells what comes of it, the result last, to whoever listens at once: the provider's answer,
   * then receipts as they come, in whichever process. Whoever leaves hears no more; the message is on its way.
   * @param message to a number in E.164
   * @throws NotFound `gateway.not-found`, Conflict `gateway.wrong-channel`, Invalid `gateway.not-allowed-there`
   */
  async follow(
    gateway: TriedGateway,
    { number: asked, sender, text }: Omit<OutboundMessage, 'id'>,
  ): Promise<Observable<TestMessageNewsView>> {
    const messaging = await this.lines.messagingOf(gateway.id);
    const number = dialled(gateway, asked);
    if (number === null) {
      const sentence = `${gateway.name} may not send to ${asked}: it begins with none of its allowed destinations.`;
      throw new Invalid('gateway.not-allowed-there', sentence, [
        { field: 'number', message: sentence },
      ]);
    }
    const message = { id: `bt-test-${randomUUID()}`, number, sender, text };
    return new Observable((listener) => {
      const leaving = new AbortController();
      const trial = new Trial(message, this.clock.now(), (news) => listener.next(news));
      this.carryOut(messaging, gateway.id, trial, leaving.signal).then(
        () => listener.complete(),
        (error: Error) => leaving.signal.aborted || listener.error(error),
      );
      return () => leaving.abort();
    });
  }

  private async carryOut(
    messaging: Messaging,
    gatewayId: number,
    trial: Trial,
    signal: AbortSignal,
  ): Promise<void> {
    const submission = await messaging.send(trial.message);
    trial.answered(submission);
    if (messaging.reports) await this.database.query(EXPECT, [gatewayId, trial.keys]);
    const until = performance.now() + PATIENCE_MS;
    while (messaging.reports && trial.waits && performance.now() < until) {
      await pause(LOOK_MS, undefined, { signal });
      trial.told(await toldOf(this.database, gatewayId, trial.keys), messaging.reports);
    }
    trial.end();
  }
}

function toldOf(
  db: Queryable,
  gatewayId: number,
  keys: readonly string[],
): Promise<{ key: string; told: Told[] }[]> {
  return db.query(TOLD, [gatewayId, keys]);
}

/** What is known of one test message. */
class Trial {
  keys: string[] = [];
  private ids: string[] = [];
  private state = MessageState.Queued;
  private states: MessageState[] = [];
  /** How much of what was told of each part has been passed on. */
  private heard: number[] = [];
  private readonly events: TestMessageEventView[] = [];

  constructor(
    readonly message: OutboundMessage,
    private readonly handedOver: Date,
    private readonly tell: (news: TestMessageNewsView) => void,
  ) {
    this.happened({ event: 'handed-over', detail: message.number }, handedOver);
  }

  /** Whether receipts may still tell more. */
  get waits(): boolean {
    return this.keys.length > 0 && !isFinalState(this.state);
  }

  answered({ at, state, ids, code, detail }: Submission): void {
    this.state = state;
    this.ids = ids.map(({ raw }) => raw);
    // What PostgreSQL cannot keep is left out of an id wherever it is written.
    this.keys = ids.map(({ key }) => key.replaceAll('\0', ''));
    this.states = ids.map(() => state);
    this.heard = ids.map(() => 0);
    this.happened({ event: 'answered', state, code, detail }, at);
  }

  told(all: readonly { key: string; told: Told[] }[], reports: NonNullable<Messaging['reports']>) {
    for (const { key, told } of all) {
      const part = this.keys.indexOf(key);
      for (const { at, state, code } of told.slice(this.heard[part])) {
        this.states[part] = stateAfter(this.states[part]!, state);
        const which = this.keys.length > 1 ? part + 1 : null;
        this.happened({ event: 'receipt', state, code, part: which }, new Date(at));
      }
      this.heard[part] = told.length;
    }
    this.state = stateOfParts(this.states, reports);
  }

  end(): void {
    const { number, sender, text } = this.message;
    const { encoding, segments } = sizeOfMessage(text);
    const { ids, state, events } = this;
    const result = { number, sender, text, encoding, segments, state, ids, events };
    this.tell({ event: null, result });
  }

  private happened(what: Partial<TestMessageEventView>, at: Date): void {
    const afterSeconds = Math.max(0, at.getTime() - this.handedOver.getTime()) / 1_000;
    const event = Object.assign(new TestMessageEventView(), what, { afterSeconds });
    this.events.push(event);
    this.tell({ event, result: null });
  }
}
