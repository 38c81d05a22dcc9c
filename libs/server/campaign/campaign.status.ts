import { CampaignStatus } from '@belltower/dto';

const { Draft, Running, Paused, Stopped, Finished, Expired } = CampaignStatus;

/** Which status may follow which. A status without a successor is an end: the campaign can only be duplicated. */
export const CAMPAIGN_TRANSITIONS: Readonly<Record<CampaignStatus, readonly CampaignStatus[]>> = {
  [Draft]: [Running],
  [Running]: [Paused, Stopped, Finished, Expired],
  [Paused]: [Running, Stopped],
  [Stopped]: [],
  [Finished]: [],
  [Expired]: [],
};

/** What a customer can do to a campaign's status. */
export type CampaignAction = 'start' | 'pause' | 'resume' | 'stop';

/** Where each action starts from and leads to; asked of a campaign that is there already, it changes nothing. */
export const CAMPAIGN_ACTIONS: Readonly<
  Record<CampaignAction, { from: readonly CampaignStatus[]; to: CampaignStatus }>
> = {
  start: { from: [Draft], to: Running },
  pause: { from: [Running], to: Paused },
  resume: { from: [Paused], to: Running },
  stop: { from: [Running, Paused], to: Stopped },
};

/** Whether the campaign is over for good. */
export function hasEnded(status: CampaignStatus): boolean {
  return CAMPAIGN_TRANSITIONS[status].length === 0;
}

/** Whether the campaign has a roster of subscribers that follows its phonebooks. */
export function isUnderWay(status: CampaignStatus): boolean {
  return status === Running || status === Paused;
}

/** What is wrong with the tables above, asked once at boot: a status nobody can reach, an action that breaks the rules. */
export function transitionProblems(
  transitions = CAMPAIGN_TRANSITIONS,
  actions = CAMPAIGN_ACTIONS,
): string[] {
  const reached = new Set<CampaignStatus>([Draft]);
  for (const status of reached) for (const next of transitions[status]) reached.add(next);
  const unreachable = Object.values(CampaignStatus).filter((status) => !reached.has(status));
  const forbidden = Object.entries(actions).flatMap(([action, { from, to }]) =>
    from
      .filter((status) => !transitions[status].includes(to))
      .map((status) => `${action}: ${status} → ${to}`),
  );
  return [
    ...unreachable.map((status) => `no way leads to ${status}`),
    ...forbidden.map((step) => `not a transition: ${step}`),
  ];
}
