import { GatewayStatus } from '@belltower/dto';
import { GatewayHealth } from '../telephony';
import { Outcome } from './exchange';
import { RegistrationState, wordsFor } from './registration';
import { Target } from './transport';

/** What became of an OPTIONS. */
export interface OptionsFindings {
  outcome: Outcome;
  milliseconds: number;
}

export interface HealthFindings {
  /** Null where it was not asked. */
  options: OptionsFindings | null;
  /** Null for a trunk without registration. */
  registration: RegistrationState | null;
  target: Target;
  /** What speaks, or null where nothing can. */
  voice: string | null;
  allowSilence: boolean;
}

/** Answers to OPTIONS with which a trunk says that it takes no calls from us; any other shows that it is there. */
const NOT_US = [401, 407, 408, 480, 500, 502, 503, 504];

/** What is known of a trunk, for the person who asked. */
export function healthOf(findings: HealthFindings): GatewayHealth {
  const { registration, voice, allowSilence } = findings;
  const speaks = voice !== null || allowSilence;
  const up = isThere(findings) && registration?.registered !== false && speaks;
  return {
    status: up ? GatewayStatus.Up : GatewayStatus.Down,
    detail: [wordsForOptions(findings), registration?.detail, wordsForVoice(findings)]
      .filter((words) => words)
      .map((words) => `${words}.`)
      .join(' '),
  };
}

function isThere({ options, registration }: HealthFindings): boolean {
  if (!options) return true;
  const { response } = options.outcome;
  // Some never answer OPTIONS; a registration that holds is as good a sign.
  if (!response) return registration?.registered ?? false;
  return !NOT_US.includes(response.status);
}

function wordsForOptions({ options, target }: HealthFindings): string {
  const place = `${target.host}:${target.port} (${target.kind.toUpperCase()})`;
  if (!options) return `${place} was not asked`;
  const { outcome, milliseconds } = options;
  const { response } = outcome;
  if (!response) return `${place}: OPTIONS ${wordsFor(outcome)}`;
  const words = `${response.status} ${response.reason}`.trim();
  const refused = [401, 407].includes(response.status);
  if (refused) return `${place} does not accept the user and password: ${words}`;
  return `${place} answered ${words} to OPTIONS in ${Math.round(milliseconds)} ms`;
}

function wordsForVoice({ voice, allowSilence }: HealthFindings): string {
  if (voice !== null) return `Speaks with ${voice}`;
  const missing = 'Nothing can speak on this machine: install espeak-ng';
  return allowSilence ? `${missing}. Until then calls are silent` : missing;
}
