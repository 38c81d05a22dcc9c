import { Clock, Conflict, Invalid } from '@belltower/core';
import { TestCallInput, TestCallView } from '@belltower/dto';
import { CallEvent, HungUp, OutboundCall } from '@belltower/telephony';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { lastValueFrom, toArray } from 'rxjs';
import { callerIdShown } from './caller-id';
import { GatewayLines } from './dial-gateway';
import { dialled } from './dialled';
import { GatewayRecord } from './gateway.service';
import { ringTimeoutOver } from './ring-timeout';

const RING_TIMEOUT_SECONDS = 30;
const LONGEST_SECONDS = 20;

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
  async place(gateway: GatewayRecord, { number, message }: TestCallInput): Promise<TestCallView> {
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
    try {
      return await this.follow(gateway, {
        id: `bt-test-${randomUUID()}`,
        number: dial,
        callerId: callerIdShown(gateway, null),
        callerName: null,
        // Not longer than whoever waits for the answer is patient, whatever the gateway's shortest.
        ringTimeoutSeconds: Math.min(
          ringTimeoutOver(gateway, RING_TIMEOUT_SECONDS),
          RING_TIMEOUT_SECONDS,
        ),
        maxCallSeconds: LONGEST_SECONDS,
        message,
        keys: [],
      });
    } finally {
      this.underWay.delete(gateway.id);
    }
  }

  private async follow({ id }: GatewayRecord, call: OutboundCall): Promise<TestCallView> {
    const telephony = await this.lines.telephonyOf(id);
    const placedMs = this.clock.now().getTime();
    const events = await lastValueFrom(telephony.place(call).pipe(toArray()));
    const end = events.at(-1) as HungUp;
    return {
      dialled: call.number,
      disposition: end.disposition,
      sipStatus: end.sipStatus ?? null,
      q850: end.q850 ?? null,
      events: events.map((event) => ({
        afterSeconds: Math.max(0, event.at.getTime() - placedMs) / 1_000,
        event: event.type,
        detail: detailOf(event),
      })),
    };
  }
}

function detailOf(event: CallEvent): string | null {
  if (event.type === 'digit') return event.digit;
  return event.type === 'hung-up' ? (event.detail ?? null) : null;
}
