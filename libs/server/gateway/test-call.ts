import { Clock, Conflict, Invalid } from '@belltower/core';
import {
  Disposition,
  TestCallEventView,
  TestCallInput,
  TestCallNewsView,
  TestCallView,
} from '@belltower/dto';
import { CallEvent, HungUp, OutboundCall, Telephony } from '@belltower/telephony';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { lastValueFrom, Observable } from 'rxjs';
import { callerIdShown } from './caller-id';
import { GatewayLines } from './dial-gateway';
import { dialled } from './dialled';
import { GatewayRecord } from './gateway.service';
import { ringTimeoutOver } from './ring-timeout';

const RING_TIMEOUT_SECONDS = 30;
const LONGEST_SECONDS = 20;
/** What a driver is given beyond that before its call is over for us. */
const MARGIN_MS = 15_000;

/** Places single calls to try a gateway; they belong to no campaign and stand in no report. */
@Injectable()
export class TestCalls {
  /** Gateways that are being tried: one call at a time, as it takes a channel that nobody counts. */
  private readonly underWay = new Set<number>();

  constructor(
    @Inject(GatewayLines) private readonly lines: GatewayLines,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Calls a number and waits until the call has ended, which takes up to {@link RING_TIMEOUT_SECONDS} and
   * {@link LONGEST_SECONDS}.
   * @throws Conflict `gateway.test-under-way`
   * @throws Invalid `gateway.not-allowed-there`
   */
  async place(gateway: GatewayRecord, input: TestCallInput): Promise<TestCallView> {
    const { result } = await lastValueFrom(await this.follow(gateway, input));
    return result!;
  }

  /**
   * The same, told while it lasts to whoever listens, which has to be at once: first what is dialled, last how it ended.
   * Whoever leaves before hangs up.
   * @throws Conflict `gateway.test-under-way`
   * @throws Invalid `gateway.not-allowed-there`
   */
  follow(
    gateway: GatewayRecord,
    { number, message }: TestCallInput,
  ): Promise<Observable<TestCallNewsView>> {
    return this.run(gateway, number, (dial) => this.courseOf(testCallTo(dial, gateway, message)));
  }

  /** The same for a call of any other course. */
  async run(
    gateway: GatewayRecord,
    number: string,
    courseOf: (dial: string) => TestCourse,
  ): Promise<Observable<TestCallNewsView>> {
    const dial = dialled(gateway, number);
    if (dial === null) {
      const sentence = `${gateway.name} may not call ${number}: it begins with none of its allowed destinations.`;
      throw new Invalid('gateway.not-allowed-there', sentence, [
        { field: 'number', message: sentence },
      ]);
    }
    if (this.underWay.has(gateway.id)) {
      throw new Conflict(
        'gateway.test-under-way',
        'A test call is under way already. Wait for its end.',
      );
    }
    this.underWay.add(gateway.id);
    const over = () => void this.underWay.delete(gateway.id);
    try {
      const telephony = await this.lines.telephonyOf(gateway.id);
      return this.newsOf(telephony, courseOf(dial), over);
    } catch (error) {
      over();
      throw error;
    }
  }

  private newsOf(
    telephony: Telephony,
    course: TestCourse,
    over: () => void,
  ): Observable<TestCallNewsView> {
    const { call } = course;
    return new Observable((listener) => {
      const events: TestCallEventView[] = [];
      let ended = false;
      const hear = (said: CallEvent): void => {
        if (ended) return;
        const { told, act } = course.hear(said);
        for (const event of told) {
          events.push(event);
          listener.next({ event, result: null });
        }
        // Told before, as the end may come at once.
        if (said.type !== 'hung-up') return act?.({ telephony, hear, hangUp });
        ended = true;
        clearTimeout(patience);
        over();
        listener.next({ event: null, result: resultOf(call, said, events) });
        listener.complete();
      };
      const endAs = (disposition: Disposition, detail: string) =>
        hear({ type: 'hung-up', disposition, detail, at: this.clock.now() });
      const giveUp = () => endAs(Disposition.Interrupted, 'no end');
      // A driver that cannot even hang up is given up after a while.
      const hangUp = () => void telephony.hangUp(call.id).catch(() => undefined);
      const longest = (call.ringTimeoutSeconds + call.maxCallSeconds) * 1_000;
      let patience = setTimeout(giveUp, longest + MARGIN_MS);
      listener.next({
        event: { afterSeconds: 0, event: 'placed', detail: course.placed },
        result: null,
      });
      // Followed to its end even when the listener leaves, as long as it takes a channel.
      telephony.place(call).subscribe({
        next: hear,
        error: (error: Error | null) => endAs(Disposition.Failed, `driver: ${error?.message}`),
        complete: () => endAs(Disposition.Failed, 'driver: no end'),
      });
      return () => {
        if (ended) return;
        clearTimeout(patience);
        patience = setTimeout(giveUp, MARGIN_MS);
        hangUp();
      };
    });
  }

  /** Says one thing and hangs up. */
  private courseOf(call: OutboundCall): TestCourse {
    const placedMs = this.clock.now().getTime();
    return {
      call,
      placed: call.number,
      hear: (said) => ({
        told: [
          {
            afterSeconds: Math.max(0, said.at.getTime() - placedMs) / 1_000,
            event: said.type,
            detail: detailOf(said),
          },
        ],
        act: ({ hangUp }) => said.type === 'waited' && hangUp(),
      }),
    };
  }
}

/** What a test call says and does. */
export interface TestCourse {
  call: OutboundCall;
  /** For people: what is dialled. */
  placed: string;
  /** What is told of an event, and what is done about it afterwards. */
  hear(said: CallEvent): { told: TestCallEventView[]; act?: (line: TestLine) => void };
}

/** Where a test call is carried out. */
export interface TestLine {
  telephony: Telephony;
  /** Lets the call hear of something that its driver does not tell. */
  hear(said: CallEvent): void;
  /** Ends the call, whatever its driver says to that. */
  hangUp(): void;
}

function testCallTo(number: string, gateway: GatewayRecord, message: string): OutboundCall {
  return {
    id: `bt-test-${randomUUID()}`,
    number,
    callerId: callerIdShown(gateway, null),
    callerName: null,
    // Not longer than whoever waits for the answer is patient, whatever the gateway's shortest.
    ringTimeoutSeconds: Math.min(
      ringTimeoutOver(gateway, RING_TIMEOUT_SECONDS),
      RING_TIMEOUT_SECONDS,
    ),
    maxCallSeconds: LONGEST_SECONDS,
    opening: { prompt: { kind: 'text', text: message, language: null }, waitSeconds: 2 },
    prompts: [],
    keys: [],
  };
}

function resultOf(
  { number }: OutboundCall,
  { disposition, sipStatus, q850 }: HungUp,
  events: TestCallEventView[],
): TestCallView {
  return {
    dialled: number,
    disposition,
    sipStatus: sipStatus ?? null,
    q850: q850 ?? null,
    events,
  };
}

function detailOf(event: CallEvent): string | null {
  if (event.type === 'digit') return event.digit;
  return event.type === 'hung-up' ? (event.detail ?? null) : null;
}
