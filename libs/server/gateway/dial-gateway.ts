import { CallerIdPolicy, Channel } from '@belltower/dto';
import { Messaging } from '@belltower/messaging';
import { Telephony } from '@belltower/telephony';
import { LineFigures } from './line';
import { MessagingFigures } from './messaging-line';

/** A gateway as the dialing engine needs to know it. */
export interface DialGateway {
  id: number;
  name: string;
  channel: Channel;
  /** Most calls at the same time, or most messages that are being handed over. */
  channels: number;
  /** Or messages. */
  callsPerSecond: number;
  /** Removed from the start of a number, before `addPrefix` is put there. */
  stripPrefix: string | null;
  addPrefix: string | null;
  /** Beginnings of numbers that it may call; empty allows all. */
  allowedPrefixes: string[];
  /** Shown when the campaign names none, or none that may be shown. */
  callerId: string | null;
  callerIdPolicy: CallerIdPolicy;
  /** Numbers that campaigns may show where the policy is to list them. */
  callerIdsAllowed: string[];
  minRingTimeoutSeconds: number | null;
  maxRingTimeoutSeconds: number | null;
  enabled: boolean;
  /** Whether the last check found it down. */
  down: boolean;
}

/** What the leading dialer keeps in `gateway_gauge.detail`, for the panel; over the last quarter of an hour or so. */
export interface GaugeDetail {
  /** Answered calls among all, from 0 to 1; null without calls. */
  asr: number | null;
  /** Average talk time of answered calls in seconds; null without any. */
  acd: number | null;
  /** Answered calls of up to six seconds among all answered, from 0 to 1; null without any. */
  shortCalls: number | null;
  /** Newest first, a handful; `at` in ISO 8601, `text` for people. */
  lastErrors: { at: string; text: string }[];
}

/** What went over a line of either channel. */
export type AnyFigures = LineFigures | MessagingFigures;

/** The gateways of this installation and this process's connections to them. */
export abstract class GatewayLines {
  /** Those of both channels, switched off and down ones too, as the tables have them now. */
  abstract gateways(): Promise<DialGateway[]>;

  /** The one connection of this process to a voice gateway; made anew when its settings have changed. */
  abstract telephonyOf(gatewayId: number): Promise<Telephony>;

  /** The same of a gateway for messages. */
  abstract messagingOf(gatewayId: number): Promise<Messaging>;

  /** Opens the connection of a gateway for messages and keeps it, for what comes in even while nobody sends. */
  async listenOn(_gatewayId: number): Promise<void> {}

  /** What goes over the lines that this process has used, by the id of their gateway. */
  figures(): ReadonlyMap<number, AnyFigures> {
    return new Map();
  }

  /** Ends every connection and the calls on it. */
  abstract close(): Promise<void>;
}
