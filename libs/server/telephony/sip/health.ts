import { GatewayStatus } from '@belltower/dto';
import { canSay, SoundAbility, wordsForSound } from '../sound';
import { GatewayHealth } from '../telephony';
import { Outcome } from './exchange';
import { RegistrationState, wordsFor } from './registration';
import { Target } from './transport';

/** What became of an OPTIONS. */
export interface HealthAnswer {
  target: Target;
  outcome: Outcome;
  milliseconds: number;
}

export interface HealthFindings {
  /** Of each server of the trunk; null where they were not asked. */
  answers: readonly HealthAnswer[] | null;
  /** Null for a trunk without registration. */
  registration: RegistrationState | null;
  target: Target;
  sound: SoundAbility;
  allowSilence: boolean;
  /** Why calls cannot be written down, so that nobody could end them if this process were killed; null where they can. */
  journalProblem: string | null;
}

/** Answers to OPTIONS with which a trunk says that it takes no calls from us; any other shows that it is there. */
const NOT_US = [401, 407, 408, 480, 500, 502, 503, 504];
const MOST_NAMED = 4;

/** What is known of a trunk, for the person who asked. */
export function healthOf(findings: HealthFindings): GatewayHealth {
  const { registration, sound, allowSilence } = findings;
  const speaks = canSay(sound) || allowSilence;
  const up = oneIsThere(findings) && registration?.registered !== false && speaks;
  return {
    status: up ? GatewayStatus.Up : GatewayStatus.Down,
    detail: [
      wordsForOptions(findings),
      registration?.detail,
      wordsForVoice(findings),
      wordsForJournal(findings),
    ]
      .filter((words) => words)
      .map((words) => `${words}.`)
      .join(' '),
  };
}

/** Whether a server takes calls from us, as far as its answer tells. */
export function isThere({ outcome: { response } }: HealthAnswer): boolean {
  return response !== null && !NOT_US.includes(response.status);
}

function oneIsThere({ answers, registration }: HealthFindings): boolean {
  if (!answers || answers.some(isThere)) return true;
  // Some never answer OPTIONS; a registration that holds is as good a sign.
  const silent = answers.every(({ outcome }) => outcome.response === null);
  return silent && (registration?.registered ?? false);
}

function wordsForOptions({ answers, target }: HealthFindings): string {
  if (!answers) return `${placeOf(target)} was not asked`;
  // Those first that calls go to.
  const inOrder = [...answers].sort((one, other) => Number(isThere(other)) - Number(isThere(one)));
  const more = inOrder.length - MOST_NAMED;
  return [
    ...inOrder.slice(0, MOST_NAMED).map(wordsForAnswer),
    ...(more > 0 ? [`${more} more were asked`] : []),
  ].join('. ');
}

function wordsForAnswer({ target, outcome, milliseconds }: HealthAnswer): string {
  const place = placeOf(target);
  const { response } = outcome;
  if (!response) return `${place}: OPTIONS ${wordsFor(outcome)}`;
  const words = `${response.status} ${response.reason}`.trim();
  const refused = [401, 407].includes(response.status);
  if (refused) return `${place} does not accept the user and password: ${words}`;
  return `${place} answered ${words} to OPTIONS in ${Math.round(milliseconds)} ms`;
}

function placeOf({ host, port, kind }: Target): string {
  return `${host}:${port} (${kind.toUpperCase()})`;
}

function wordsForVoice({ sound, allowSilence }: HealthFindings): string {
  const words = wordsForSound(sound);
  return allowSilence && !canSay(sound) ? `${words}. Until then calls are silent` : words;
}

function wordsForJournal({ journalProblem }: HealthFindings): string {
  if (journalProblem === null) return '';
  return `Calls cannot be written down, so that they would go on if this process were killed: ${journalProblem}`;
}
