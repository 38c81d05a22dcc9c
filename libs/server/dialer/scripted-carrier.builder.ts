import { Clock, Config, Notifications } from '@belltower/core';
import { Channel, GatewayStatus, MessageState, PartReports } from '@belltower/dto';
import { DialGateway, GatewayLines } from '@belltower/gateway';
import { Messaging, MessagingHealth, OutboundMessage, Submission } from '@belltower/messaging';
import { OptOuts, SuppressionWatchers } from '@belltower/suppression';
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
import { Branches, SmsBranch, VoiceBranch } from './branches';
import { CallName } from './call-name';
import { CallRecovery } from './call-recovery';
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
import { MessageClerk } from './message-clerk';
import { MessageRecovery } from './message-recovery';
import { Postmaster } from './postmaster';
import { ServerClock } from './server-clock';
import { SessionPool } from './session';
import { Texter } from './texter';
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

/** A provider of messages that does what the spec tells it, and nothing else. */
export class ScriptedProvider extends Messaging {
  reports: PartReports | null = PartReports.Every;
  readonly sent: OutboundMessage[] = [];
  /** Ids of messages that were called back. */
  readonly cancelled: string[] = [];
  /** What a message is answered instead of waiting for {@link say}. */
  answer?: (message: OutboundMessage) => Submission;
  private readonly answers: ((submission: Submission) => void)[] = [];

  send(message: OutboundMessage): Promise<Submission> {
    this.sent.push(message);
    return new Promise((resolve) => {
      this.answers.push(resolve);
      if (this.answer) resolve(this.answer(message));
    });
  }

  /** Answers the message that was handed over as the nth; it writes ids with a `#` before what they are matched by. */
  say(nth: number, state: Submission['state'], keys: string[] = [], code: string | null = null) {
    this.answers[nth]!(answered(state, keys, code));
  }

  /** Does nothing about it: the spec says what came of the message. */
  cancel(id: string): void {
    this.cancelled.push(id);
  }

  async check(): Promise<MessagingHealth> {
    return { status: GatewayStatus.Up, detail: '' };
  }

  /** What has not been answered by then is unknown. */
  async close(): Promise<void> {
    for (const answer of this.answers) answer(answered(MessageState.Unknown, [], 'closed'));
  }
}

export function answered(
  state: Submission['state'],
  keys: readonly string[] = [],
  code: string | null = null,
): Submission {
  const ids = keys.map((key) => ({ raw: `#${key}`, key }));
  return { at: new Date(), state, ids, code, detail: null };
}

/** One gateway, behind which there are a scripted carrier and a scripted provider. */
export class ScriptedLines extends GatewayLines {
  constructor(
    private readonly gateway: Partial<DialGateway>,
    private readonly carrier: Telephony,
    private readonly provider: Messaging,
  ) {
    super();
  }

  async gateways(): Promise<DialGateway[]> {
    return [givenDialGateway({ name: 'Scripted', ...this.gateway })];
  }

  async telephonyOf(): Promise<Telephony> {
    return this.carrier;
  }

  async messagingOf(): Promise<Messaging> {
    return this.provider;
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
    readonly provider: ScriptedProvider,
    readonly postmaster: Postmaster,
    readonly lines: ScriptedLines,
    readonly config: Readonly<Config>,
    readonly serverClock: ServerClock,
    readonly branches: Branches,
    readonly channels: TransferChannels,
    readonly hand: Hand,
    /** Has channels to spare. */
    private readonly leader: Subscription,
  ) {}

  static async open(values: Partial<CampaignRow> = {}, machineClock = new Clock()) {
    Logger.overrideLogger(false);
    const database = await createTestDatabase();
    const { accountId } = await givenAccount(database.source);
    const channel = values.channel ?? Channel.Voice;
    const gatewayId = await givenGateway(database.source, accountId, { channel });
    const campaignId = await givenCampaign(database.source, accountId, [gatewayId], values);
    const db = new SessionPool(database.url, 4);
    const serverClock = new ServerClock(db);
    await serverClock.read();
    const carrier = new ScriptedCarrier();
    const provider = new ScriptedProvider();
    const lines = new ScriptedLines({ id: gatewayId, channel }, carrier, provider);
    const notifications = new Notifications(database.url);
    const postmaster = new Postmaster(db, serverClock, machineClock, notifications);
    const config = Object.assign(new Config(), { DIALER_GUARD_SECONDS: 60 });
    const clerk = new Clerk(
      db,
      config,
      new OptOuts(machineClock, database.source, new SuppressionWatchers()),
    );
    const channels = new TransferChannels();
    const caller = new Caller(clerk, serverClock, machineClock, channels, lines);
    const messageClerk = new MessageClerk(db, serverClock);
    const branches = new Branches(
      new VoiceBranch(caller, clerk, new CallRecovery(lines, clerk, serverClock, config)),
      new SmsBranch(
        new Texter(messageClerk, serverClock, machineClock, lines),
        messageClerk,
        new MessageRecovery(messageClerk, serverClock),
      ),
    );
    const hand = new Hand(db, lines, branches, new Departures(serverClock), serverClock);
    hand.start(branches);
    const leader = channels.wanted.subscribe((call) => channels.granted(call));
    return new HandRoom(
      database,
      db,
      accountId,
      campaignId,
      gatewayId,
      carrier,
      provider,
      postmaster,
      lines,
      config,
      serverClock,
      branches,
      channels,
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
    await this.place(claimed);
  }

  /** Has claimed calls or messages placed; resolves when all of them are. */
  async place(claimed: Claim): Promise<void> {
    const placed = () => this.carrier.placed.length + this.provider.sent.length;
    const before = placed();
    this.hand.take(claimed.calls, claimed, () => ({ ownAt: performance.now() }));
    while (placed() < before + claimed.calls.length)
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

  /** Resolves when everything that is over, and everything that was told, has been written. */
  async settled(): Promise<void> {
    // What a provider has answered is heard in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    await this.branches.handedIn();
    await this.branches.drained();
    await this.postmaster.drained();
  }

  /** What became of every call, in the order of their ids. */
  async calls() {
    await this.settled();
    return this.query<{
      number: string;
      disposition: string;
      ring_seconds: number;
      talk_seconds: number;
      digits: string | null;
    }>('select * from call order by id');
  }

  async close(): Promise<void> {
    await this.settled();
    await this.db.close();
    await this.database.drop();
  }
}
