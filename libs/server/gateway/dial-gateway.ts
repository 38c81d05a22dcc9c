import { Telephony } from '@belltower/telephony';

/** A gateway as the dialing engine needs to know it. */
export interface DialGateway {
  id: number;
  name: string;
  /** Most calls at the same time. */
  channels: number;
  callsPerSecond: number;
  /** Removed from the start of a number, before `addPrefix` is put there. */
  stripPrefix: string | null;
  addPrefix: string | null;
  /** Beginnings of numbers that it may call; empty allows all. */
  allowedPrefixes: string[];
  /** Shown when the campaign names none. */
  callerId: string | null;
  maxRingTimeoutSeconds: number | null;
  enabled: boolean;
  /** Whether the last check found it down. */
  down: boolean;
}

/** The gateways of this installation and this process's connections to them. */
export abstract class GatewayLines {
  /** Voice gateways, switched off and down ones too, as the tables have them now. */
  abstract gateways(): Promise<DialGateway[]>;

  /** The one connection of this process to a gateway; made anew when its settings have changed. */
  abstract telephonyOf(gatewayId: number): Promise<Telephony>;

  /** Ends every connection and the calls on it. */
  abstract close(): Promise<void>;
}
