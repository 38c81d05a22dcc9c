import { CampaignStatus, type CampaignView } from '@belltower/dto';
import type { ProgressPart } from '@belltower/ui';
import { panelWords } from './panel-words';

const OVER: readonly CampaignStatus[] = [
  CampaignStatus.Stopped,
  CampaignStatus.Finished,
  CampaignStatus.Expired,
];

/** Whether the campaign has ended for good. */
export const isOver = (status: CampaignStatus) => OVER.includes(status);

/** Whether it has a roster and may still call. */
export const isUnderWay = (status: CampaignStatus) =>
  status === CampaignStatus.Running || status === CampaignStatus.Paused;

/** The parts of a campaign's bar; who waits for a first call is what stays empty. */
export function progressParts(campaign: CampaignView): ProgressPart[] {
  return [
    { status: 'answered', count: campaign.reached, label: 'Reached' },
    { status: 'sent', count: campaign.sent, label: 'Sent, nothing reported yet' },
    { status: 'failed', count: campaign.attemptsUsedUp, label: 'Not reached' },
    { status: 'suppressed', count: campaign.suppressed, label: 'On do-not-call' },
    { status: 'in-progress', count: campaign.inProgress, label: panelWords(campaign).underWay },
    { status: 'retry', count: campaign.waitingForRetry, label: 'Waiting for a retry' },
  ];
}
