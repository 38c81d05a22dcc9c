import { Clock, Config } from '@belltower/core';
import { GatewayStatus } from '@belltower/dto';
import { DialGateway, GatewayLines } from '@belltower/gateway';
import { OptOuts } from '@belltower/suppression';
import {
  CallEvent,
  GatewayHealth,
  OutboundCall,
  Playback,
  RecordingTerms,
  Telephony,
  TransferTarget,
} from '@belltower/telephony';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { Logger } from '@nestjs/common';
import { Observable, Subject, Subscription } from 'rxjs';
import { CallName } from './call-name';
import { Caller } from './caller';
import { claim, Claim, QUEUE_HEAD } from './claim';
import { Clerk } from './clerk';
import { Departures } from './departures';
import {
  CampaignRow,
  givenCampaign,
  givenDialGateway,
  givenGateway,
  givenSubscribers,
  NO_PLACES,
} from './dialer.builder';
import { Hand } from './hand';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';
import { TransferChannels } from './transfer-channels';

/** A carrier that does what the spec tells it, and nothing else. */
export class ScriptedCarrier extends Telephony {
  readonly placed: OutboundCall[] = [];
  readonly hungUp: string[] = [];
  /** What was asked for in calls, in order. */
  readonly asked: { callId: string; ask: Playback | RecordingTerms | TransferTarget }[] = [];
  /** What {@link alive} answers. */
  living: Set<string> | 'unknown' = new Set();
  /** What a call does instead of waiting for {@link say}. */
  answer?: (call: OutboundCall) => Observable<CallEvent>;
  private readonly calls = new Map<string, Subject<CallEvent>>();

  place(call: OutboundCall): Observable<CallEvent> {
    this.placed.push(call);
    if (this.answer) return this.answer(call);
    const events = new Subject<CallEvent>();
    this.calls.set(call.id, events);
    return events;
  }

  /** Says something about the call that was placed as the nth, whether it makes sense or not. */
  say(nth: number, event: unknown): void {
    const full = typeof event === 'object' && event !== null ? { at: new Date(), ...event } : event;
    this.calls.get(this.placed[nth]!.id)?.next(full as CallEvent);
  }

  /** The driver itself breaks down over a call, or thinks that it is done with it. */
  break(nth: number, how: 'error' | 'complete'): void {
    const events = this.calls.get(this.placed[nth]!.id);
    if (how === 'error') events?.error(new Error('out of order'));
    else events?.complete();
  }

  async play(callId: string, ask: Playback): Promise<void> {
    this.asked.push({ callId, ask });
  }

  async record(callId: string, ask: RecordingTerms): Promise<void> {
    this.asked.push({ callId, ask });
  }

  async transfer(callId: string, ask: TransferTarget): Promise<void> {
    this.asked.push({ callId, ask });
  }

  async hangUp(callId: string): Promise<void> {
    this.hungUp.push(callId);
  }

  async alive(callIds: string[]): Promise<Set<string> | 'unknown'> {
    const { living } = this;
    return living === 'unknown' ? living : new Set(callIds.filter((id) => living.has(id)));
  }

  async check(): Promise<GatewayHealth> {
    return { status: GatewayStatus.Up, detail: '' };
  }

  async close(): Promise<void> {
    for (const events of this.calls.values()) events.complete();
  }
}

/** One gateway, behind which there is a scripted carrier. */
export class ScriptedLines extends GatewayLines {
  constructor(
    private readonly gatewayId: number,
    private readonly carrier: Telephony,
  ) {
    super();
  }

  async gateways(): Promise<DialGateway[]> {
    return [givenDialGateway({ id: this.gatewayId, name: 'Scripted' })];
  }

  async telephonyOf(): Promise<Telephony> {
    return this.carrier;
  }

  async close(): Promise<void> {
    await this.carrier.close();
  }
}

/** A hand over a real database and a scripted carrier. */
export class HandRoom {
  readonly dialerId = '00000000-0000-4000-8000-000000000001';

  private constructor(
    readonly database: TestDatabase,
    readonly db: SessionPool,
    readonly accountId: number,
    readonly campaignId: number,
    readonly gatewayId: number,
    readonly carrier: ScriptedCarrier,
    readonly lines: ScriptedLines,
    readonly config: Readonly<Config>,
    readonly serverClock: ServerClock,
    readonly clerk: Clerk,
    readonly channels: TransferChannels,
    readonly caller: Caller,
    readonly hand: Hand,
    /** Has channels to spare. */
    private readonly leader: Subscription,
  ) {}

  static async open(values: Partial<CampaignRow> = {}, machineClock = new Clock()) {
    Logger.overrideLogger(false);
    const database = await createTestDatabase();
    const { accountId } = await givenAccount(database.source);
    const gatewayId = await givenGateway(database.source, accountId);
    const campaignId = await givenCampaign(database.source, accountId, [gatewayId], values);
    const db = new SessionPool(database.url, 4);
    const serverClock = new ServerClock(db);
    await serverClock.read();
    const carrier = new ScriptedCarrier();
    const lines = new ScriptedLines(gatewayId, carrier);
    const config = Object.assign(new Config(), { DIALER_GUARD_SECONDS: 60 });
    const clerk = new Clerk(db, config, new OptOuts(machineClock, database.source));
    const channels = new TransferChannels();
    const caller = new Caller(clerk, serverClock, machineClock, channels);
    const hand = new Hand(db, lines, caller, new Departures(serverClock), serverClock);
    hand.start(clerk);
    const leader = channels.wanted.subscribe((call) => channels.granted(call));
    return new HandRoom(
      database,
      db,
      accountId,
      campaignId,
      gatewayId,
      carrier,
      lines,
      config,
      serverClock,
      clerk,
      channels,
      caller,
      hand,
      leader,
    );
  }

  query<T = Record<string, unknown>>(sql: string, values: unknown[] = []): Promise<T[]> {
    return this.database.source.query(sql, values);
  }

  /** Claims up to so many calls of numbers that are due at an instant. */
  async claim(most: number, now = this.serverClock.now()): Promise<Claim> {
    const placeAt = Array.from({ length: most }, () => new Date());
    const { accountId, campaignId, gatewayId } = this;
    const claimed = await claim(this.db, {
      accountId,
      campaignId,
      now,
      most,
      mark: QUEUE_HEAD,
      routes: [{ gatewayId, placeAt, allowedPrefixes: [], callerId: null }],
      hands: [this.dialerId],
      places: NO_PLACES,
    });
    return claimed!;
  }

  /** Adds numbers, claims them and has them placed; resolves when the carrier has been asked for all of them. */
  async dial(count: number): Promise<void> {
    await givenSubscribers(this.database.source, this.accountId, this.campaignId, count);
    const claimed = await this.claim(count);
    const before = this.carrier.placed.length;
    this.hand.take(claimed.calls, claimed, () => ({ ownAt: performance.now() }));
    while (this.carrier.placed.length < before + claimed.calls.length)
      await new Promise((resolve) => setImmediate(resolve));
  }

  /** Nobody gives second channels. */
  noLeader(): void {
    this.leader.unsubscribe();
  }

  /** The call that was placed as the nth. */
  nthCall(nth: number): CallName {
    const [, accountId, id] = this.carrier.placed[nth]!.id.split('-').map(Number);
    return { accountId: accountId!, id: id! };
  }

  /** What became of every call, in the order of their ids. */
  async calls() {
    await this.caller.handedIn();
    await this.clerk.drained();
    return this.query<{
      number: string;
      disposition: string;
      ring_seconds: number;
      talk_seconds: number;
      digits: string | null;
    }>('select * from call order by id');
  }

  async close(): Promise<void> {
    await this.caller.handedIn();
    await this.clerk.drained();
    await this.db.close();
    await this.database.drop();
  }
}
