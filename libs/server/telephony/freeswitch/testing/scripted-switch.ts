import { Disposition } from '@belltower/dto';
import { FarSide } from '../../telephony.contract';
import { Timer, Timers } from '../../timers';
import { FakeSwitch, SwitchBehaviour, Values } from './fake-switch';

interface Channel {
  uuid: string;
  variables: Values;
  number: string;
  timers: Timer[];
  state: 'early' | 'answered' | 'hangup';
  parked: boolean;
  /** Another channel it talks to. */
  peer: Channel | null;
  doing: Doing | null;
  failed(cause: Cause): void;
}

interface Doing {
  application: string;
  data: string;
  execution: string;
  beganMs: number;
  end: Timer | null;
}

interface Cause {
  words: string;
  q850: number;
  sip?: number;
  disposition?: string;
}

const REFUSALS: Partial<Record<FarSide['outcome'], Cause>> = {
  [Disposition.Busy]: { words: 'USER_BUSY', q850: 17, sip: 486 },
  [Disposition.Rejected]: { words: 'CALL_REJECTED', q850: 21, sip: 603 },
  [Disposition.InvalidNumber]: { words: 'UNALLOCATED_NUMBER', q850: 1, sip: 404 },
  [Disposition.Blocked]: { words: 'REJECT_ALL', q850: 21, sip: 608 },
  [Disposition.Congestion]: { words: 'NORMAL_TEMPORARY_FAILURE', q850: 41, sip: 503 },
};
const NORMAL: Cause = { words: 'NORMAL_CLEARING', q850: 16, sip: 200, disposition: 'recv_bye' };
const CANCELLED: Cause = {
  words: 'NORMAL_CLEARING',
  q850: 16,
  sip: 487,
  disposition: 'send_cancel',
};
const NO_ANSWER: Cause = { words: 'NO_ANSWER', q850: 19, sip: 487, disposition: 'send_cancel' };
/** The network gives up a phone that rings. */
const NETWORK_RING_SECONDS = 60;

export interface ScriptedOptions {
  side: FarSide;
  timers: Timers;
  password?: string;
  /** Length of every sound, in seconds. */
  soundSeconds?: number;
}

/** A FreeSWITCH in a few lines, with a network that treats every call as the test says. */
export class ScriptedSwitch implements SwitchBehaviour {
  readonly socket: FakeSwitch;
  /** Channels that were dialled, in their order; those of transfers too. */
  readonly dialled: { uuid: string; number: string; variables: Values }[] = [];
  /** Seconds of speech in each file that was recorded. */
  readonly recorded = new Map<string, number>();
  /** Files as they began to play. */
  readonly played: string[] = [];
  gatewayXml = '<gateway><state>NOREG</state><status>UP</status></gateway>';
  seesFiles = true;
  sessions = { used: 0, most: 1_000 };
  private readonly channels = new Map<string, Channel>();
  private coreUuid = 'core-1';
  private starts = 1;

  constructor(private readonly options: ScriptedOptions) {
    this.socket = new FakeSwitch(options.password);
    this.socket.behaviour = this;
    this.socket.down = options.side.down ?? false;
  }

  /** The program ends and is started again: no call lives through that, and nobody is told. */
  restart(): void {
    for (const channel of this.channels.values()) this.stop(channel);
    this.channels.clear();
    this.coreUuid = `core-${++this.starts}`;
    this.socket.disconnect();
  }

  api([name = '', ...words]: string[]): string {
    const channel = this.channels.get(words[0] ?? '');
    switch (name) {
      case 'global_getvar':
        return this.coreUuid;
      case 'version':
        return 'FreeSWITCH Version 1.10.12-release~64bit (-release 64bit)\n';
      case 'uptime':
        return '42\n';
      case 'status':
        return `UP 0 years\n${this.sessions.used} session(s) - peak 9, last 5min 1\n${this.sessions.most} session(s) max\n`;
      case 'sofia':
        return this.gatewayXml;
      case 'file_exists':
        return String(this.seesFiles);
      case 'uuid_exists':
        return String(channel !== undefined);
      case 'uuid_dump':
        return channel ? JSON.stringify(this.values(channel)) : '-ERR No such channel!\n';
      case 'uuid_kill':
        if (!channel) return '-ERR No such channel!\n';
        this.killed(channel);
        return '+OK\n';
      case 'uuid_break':
        if (channel) this.finish(channel, 'break');
        return channel ? '+OK\n' : '-ERR No such channel!\n';
      case 'sched_hangup':
        return '+OK\n';
      default:
        return `-ERR ${name} Command not found!\n`;
    }
  }

  job(text: string, jobUuid: string): void {
    const result = (body: string) =>
      this.socket.event({
        'Event-Name': 'BACKGROUND_JOB',
        'Job-UUID': jobUuid,
        _body: `${body}\n`,
      });
    const leg = legIn(text.replace(/^originate /, '').replace(/ &park\(\)$/, ''));
    if (!leg || !text.endsWith(' &park()')) return result('-ERR INVALID');
    if (this.channels.has(leg.uuid)) return result('-ERR DESTINATION_OUT_OF_ORDER');
    this.call(leg, this.options.side, {
      answered: (channel) => {
        result(`+OK ${leg.uuid}`);
        channel.parked = true;
        this.tell('CHANNEL_PARK', channel);
      },
      failed: ({ words }) => result(`-ERR ${words}`),
    });
  }

  message(uuid: string, headers: ReadonlyMap<string, string>): boolean {
    const channel = this.channels.get(uuid);
    if (!channel) return false;
    const application = headers.get('execute-app-name') ?? '';
    const data = headers.get('execute-app-arg') ?? '';
    const execution = headers.get('event-uuid') ?? '';
    const beganMs = this.options.timers.now();
    channel.doing = { application, data, execution, beganMs, end: null };
    if (application === 'playback') this.startPlaying(channel, data);
    if (application === 'record') this.startRecording(channel, data);
    if (application === 'bridge') this.bridge(channel, data);
    return true;
  }

  private startPlaying(channel: Channel, path: string): void {
    const { soundSeconds = 1 } = this.options;
    this.played.push(path);
    if (!this.seesFiles) return this.complete(channel);
    this.tell('PLAYBACK_START', channel, { 'Playback-File-Path': path });
    channel.doing!.end = this.later(channel, soundSeconds, () => this.finish(channel, 'done'));
  }

  private startRecording(channel: Channel, data: string): void {
    const [, most = '0', , silence = '0'] = data.split(' ');
    const { speakSeconds = 0 } = this.options.side;
    const seconds = Math.min(Number(most), speakSeconds + Number(silence));
    channel.doing!.end = this.later(channel, seconds, () => this.finish(channel, 'done'));
  }

  private bridge(channel: Channel, data: string): void {
    const leg = legIn(data);
    if (!leg) return this.complete(channel, { variable_originate_disposition: 'INVALID_GATEWAY' });
    this.call(leg, this.options.side.other ?? this.options.side, {
      answered: (peer) => {
        channel.peer = peer;
        peer.peer = channel;
        this.tell('CHANNEL_BRIDGE', channel, { 'Bridge-B-Unique-ID': peer.uuid });
      },
      failed: ({ words }) => this.complete(channel, { variable_originate_disposition: words }),
    });
  }

  /** Dials, as the side says it goes. */
  private call(
    leg: { uuid: string; number: string; variables: Values },
    side: FarSide,
    told: { answered(channel: Channel): void; failed(cause: Cause): void },
  ): void {
    const channel: Channel = {
      ...leg,
      timers: [],
      state: 'early',
      parked: false,
      peer: null,
      doing: null,
      failed: told.failed,
    };
    this.dialled.push(leg);
    this.channels.set(leg.uuid, channel);
    this.tell('CHANNEL_CREATE', channel);
    const { outcome, ringSeconds = 0 } = side;
    if (outcome === 'silent') return;
    const refusal = REFUSALS[outcome];
    if (refusal) return void this.later(channel, 0.6, () => this.over(channel, refusal));
    const progress = side.earlyMedia ? 'CHANNEL_PROGRESS_MEDIA' : 'CHANNEL_PROGRESS';
    this.later(channel, 0, () => this.tell(progress, channel));
    if (outcome === Disposition.Answered)
      this.later(channel, ringSeconds, () => this.answer(channel, side, told.answered));
    else this.later(channel, NETWORK_RING_SECONDS, () => this.over(channel, NO_ANSWER));
  }

  private answer(channel: Channel, side: FarSide, answered: (channel: Channel) => void): void {
    const { talkSeconds = 5, keys = '' } = side;
    channel.state = 'answered';
    this.tell('CHANNEL_ANSWER', channel);
    answered(channel);
    [...keys].forEach((key, index) =>
      this.later(channel, 0.5 * (index + 1), () =>
        this.tell('DTMF', channel, { 'DTMF-Digit': key }),
      ),
    );
    // Whoever was told of it may have hung up at once.
    if (this.channels.get(channel.uuid) === channel)
      this.later(channel, talkSeconds, () => this.over(channel, NORMAL));
  }

  private killed(channel: Channel): void {
    // The phone is picked up at that very moment.
    if (this.options.side.outcome === 'late' && channel.state === 'early') {
      channel.state = 'answered';
      this.tell('CHANNEL_ANSWER', channel);
    }
    this.over(
      channel,
      channel.state === 'answered' ? { ...NORMAL, disposition: 'send_bye' } : CANCELLED,
    );
  }

  /** What the channel is doing ends. */
  private finish(channel: Channel, status: string): void {
    const { doing } = channel;
    if (!doing) return;
    if (doing.application === 'playback')
      this.tell('PLAYBACK_STOP', channel, {
        'Playback-File-Path': doing.data,
        'Playback-Status': status,
      });
    if (doing.application === 'record') this.closeRecording(channel, doing);
    this.complete(channel);
  }

  private closeRecording(channel: Channel, { data, beganMs }: Doing): void {
    const path = data.split(' ')[0]!;
    const seconds = (this.options.timers.now() - beganMs) / 1_000;
    this.recorded.set(path, Math.min(seconds, this.options.side.speakSeconds ?? 0));
    this.tell('RECORD_STOP', channel, { 'Record-File-Path': path });
  }

  private complete(channel: Channel, values: Values = {}): void {
    const { doing } = channel;
    channel.doing = null;
    doing?.end?.cancel();
    if (doing)
      this.tell('CHANNEL_EXECUTE_COMPLETE', channel, {
        Application: doing.application,
        'Application-UUID': doing.execution,
        ...values,
      });
  }

  private over(channel: Channel, cause: Cause): void {
    const wasAnswered = channel.state === 'answered';
    channel.state = 'hangup';
    this.stop(channel);
    if (channel.doing?.application === 'record') this.closeRecording(channel, channel.doing);
    this.channels.delete(channel.uuid);
    // As seen: a failed job may be told before the channel's own end.
    if (!wasAnswered) channel.failed(cause);
    this.tell('CHANNEL_HANGUP_COMPLETE', channel, {
      'Hangup-Cause': cause.words,
      variable_hangup_cause_q850: String(cause.q850),
      ...(cause.sip === undefined || cause.sip < 300
        ? {}
        : { variable_sip_invite_failure_status: String(cause.sip) }),
      ...(cause.sip === undefined ? {} : { variable_sip_term_status: String(cause.sip) }),
      ...(cause.disposition ? { variable_sip_hangup_disposition: cause.disposition } : {}),
    });
    const { peer } = channel;
    channel.peer = null;
    if (peer && this.channels.has(peer.uuid))
      this.over(peer, { ...NORMAL, disposition: 'send_bye' });
  }

  private stop(channel: Channel): void {
    for (const timer of channel.timers) timer.cancel();
  }

  private tell(name: string, channel: Channel, values: Values = {}): void {
    this.socket.event({ 'Event-Name': name, ...this.values(channel), ...values });
  }

  private values({ uuid, state }: Channel): Values {
    return {
      'Unique-ID': uuid,
      'Answer-State': state === 'early' ? 'ringing' : state,
      ...(state === 'hangup' ? { 'Hangup-Cause': NORMAL.words } : {}),
    };
  }

  private later(channel: Channel, seconds: number, run: () => void): Timer {
    const timer = this.options.timers.after(seconds * 1_000, run);
    channel.timers.push(timer);
    return timer;
  }
}

/** `{a=b,c='d'}sofia/gateway/name/number`, read as strictly as a test can; null for anything else. */
function legIn(text: string): { uuid: string; number: string; variables: Values } | null {
  const match = /^\{([^{}]*)\}sofia\/gateway\/[^/ ]+\/([^/ ]+)$/.exec(text);
  if (!match) return null;
  const pairs = match[1]!.match(/[a-z_]+=('[^']*'|[^',]*)(?=,|$)/g) ?? [];
  if (pairs.join(',') !== match[1]) return null;
  const variables = Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1).replace(/^'|'$/g, '')];
    }),
  ) as Values;
  return { uuid: variables['origination_uuid'] ?? '', number: match[2]!, variables };
}
