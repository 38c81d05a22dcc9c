/** A gateway of the switch, as the switch sees it. */
export interface GatewayState {
  /** Whether it takes calls. */
  up: boolean;
  /** For people, such as `is registered`. */
  words: string;
}

/** The states that sofia names, in words. */
const STATES: Record<string, string> = {
  NOREG: 'does not register',
  REGED: 'is registered',
  UNREGED: 'is not registered',
  TRYING: 'is registering',
  REGISTER: 'is registering',
  FAIL_WAIT: 'could not register',
  FAILED: 'could not register',
  EXPIRED: 'is no longer registered',
  UNREGISTER: 'is not registered',
  TIMEOUT: 'had no answer to its registration',
  DOWN: 'is down',
};

/** From the answer to `sofia xmlstatus gateway`. */
export function gatewayStateIn(xml: string): GatewayState {
  const state = /<state>([A-Z_]{1,40})<\/state>/.exec(xml)?.[1];
  const status = /<status>(UP|DOWN)[^<]{0,40}<\/status>/.exec(xml)?.[1];
  if (!state || !status) return { up: false, words: 'is unknown to it' };
  const words = STATES[state] ?? `is in the state ${state}`;
  if (status === 'DOWN') return { up: false, words: `${words} and is down` };
  return { up: ['NOREG', 'REGED'].includes(state), words };
}
