import { LineFigures, MessagingFigures } from '@belltower/gateway';
import { Counter, Gauge, Registry } from 'prom-client';

/** A gateway as the leading dialer sees it. */
export interface GatewayState {
  gateway: number;
  up: boolean;
  /** Null where no dialer watches it. */
  channelsInUse: number | null;
  callsLastSecond: number | null;
  backedOff: boolean;
}

/** What one dialing process says of its line to one gateway. */
export interface LineState {
  gateway: number;
  /** Host and process. */
  dialer: string;
  line: FiguresOfLine;
}

/** Of a line for calls, or of one for messages; a process of before does not tell some of it yet. */
type FiguresOfLine = Partial<LineFigures & MessagingFigures>;

/**
 * Gateways as Prometheus reads them: by their ids, as neither names nor numbers are anybody's business there. Totals are
 * those of each dialing process since it began.
 */
export async function gatewayMetrics(
  gateways: readonly GatewayState[],
  lines: readonly LineState[],
): Promise<string> {
  // Made anew each time: gateways and processes that are no more leave nothing behind.
  const registers = [new Registry()];
  const ofGateways = (
    name: string,
    help: string,
    value: (state: GatewayState) => number | null,
  ): void => {
    const gauge = new Gauge({
      name: `belltower_gateway_${name}`,
      help,
      labelNames: ['gateway'],
      registers,
    });
    for (const state of gateways) {
      const known = value(state);
      if (known !== null) gauge.set({ gateway: state.gateway }, known);
    }
  };
  const ofLines = (
    kind: typeof Gauge | typeof Counter,
    name: string,
    help: string,
    value: (line: FiguresOfLine) => number | null | undefined,
  ): void => {
    const metric = new kind({
      name: `belltower_gateway_${name}`,
      help,
      labelNames: ['gateway', 'dialer'],
      registers,
    });
    for (const { gateway, dialer, line } of lines) {
      const known = value(line) ?? null;
      if (known !== null) metric.inc({ gateway, dialer }, known);
    }
  };
  ofGateways('up', '1 where it can take calls or messages', ({ up }) => Number(up));
  ofGateways(
    'channels_in_use',
    'Calls or messages over it, all dialers',
    ({ channelsInUse }) => channelsInUse,
  );
  ofGateways(
    'calls_per_second',
    'Calls or messages in the last second',
    (state) => state.callsLastSecond,
  );
  ofGateways('backed_off', '1 while it is given no calls because it was congested', (state) =>
    Number(state.backedOff),
  );
  ofLines(Counter, 'calls_total', 'Calls placed', ({ calls }) => calls);
  ofLines(Counter, 'answered_total', 'Calls that were answered', ({ answered }) => answered);
  ofLines(Gauge, 'calls', 'Calls of this process over it', ({ callsNow }) => callsNow);
  ofLines(Counter, 'messages_total', 'Messages handed over', ({ messages }) => messages);
  ofLines(Counter, 'messages_taken_total', 'Messages that were taken', ({ taken }) => taken);
  ofLines(
    Gauge,
    'messages',
    'Messages that this process is handing over',
    ({ messagesNow }) => messagesNow,
  );
  ofLines(
    Counter,
    'retransmissions_total',
    'SIP messages that were sent again',
    ({ retransmissions }) => retransmissions,
  );
  ofLines(Gauge, 'registered', '1 while registered, where it registers', ({ registered }) =>
    typeof registered === 'boolean' ? Number(registered) : null,
  );
  ofLines(
    Counter,
    'registrations_failed_total',
    'Registrations that failed',
    ({ registrationsFailed }) => registrationsFailed,
  );
  ofLines(
    Gauge,
    'sound_lateness_seconds',
    'How late sound was at worst within the last second',
    ({ soundLatestMs }) => seconds(soundLatestMs),
  );
  ofLines(
    Counter,
    'sound_skipped_total',
    'Steps of 5 ms of sound that were left out as they were too late',
    ({ soundSkipped }) => soundSkipped,
  );
  ofLines(Gauge, 'switches', 'Switches that place its calls', ({ switches }) => switches?.all);
  ofLines(Gauge, 'switches_up', 'Those that take commands', ({ switches }) => switches?.up);
  ofLines(
    Counter,
    'switch_connections_lost_total',
    'Connections to switches that broke',
    ({ switches }) => switches?.lost,
  );
  ofLines(
    Gauge,
    'switch_channels',
    'Channels of this process’s calls on switches, those of transfers too',
    ({ switches }) => switches?.channels,
  );
  ofLines(
    Gauge,
    'switch_sessions',
    'Sessions of everybody on switches that tell',
    ({ switches }) => switches?.sessions,
  );
  ofLines(
    Gauge,
    'switch_sessions_limit',
    'The most sessions that switches allow which tell',
    ({ switches }) => switches?.mostSessions,
  );
  ofLines(
    Counter,
    'switch_commands_total',
    'Commands sent to switches',
    ({ switches }) => switches?.commands,
  );
  ofLines(
    Counter,
    'switch_commands_unanswered_total',
    'Commands of which nobody knows what became',
    ({ switches }) => switches?.unanswered,
  );
  ofLines(
    Gauge,
    'switch_answer_seconds',
    'The slowest answer of a switch within the last minute',
    ({ switches }) => seconds(switches?.slowestMs),
  );
  return registers[0]!.metrics();
}

const seconds = (milliseconds: number | null | undefined) =>
  milliseconds === null || milliseconds === undefined ? null : milliseconds / 1_000;
