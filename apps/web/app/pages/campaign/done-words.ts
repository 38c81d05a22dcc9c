import type { CampaignView } from '@belltower/dto';
import { counted, formatNumber, formatShare } from '@belltower/ui';
import { panelWords } from './panel-words';

type Progress = Pick<CampaignView, 'channel' | 'subscribers' | 'done' | 'left' | 'sent'>;

/** How far a campaign is that has subscribers: of messages that only wait for receipts, somebody may be texted again. */
export function doneWords(campaign: Progress): string {
  const { subscribers, done, left, sent } = campaign;
  const all = formatNumber(subscribers);
  if (left) return `${formatNumber(done)} of ${all} done (${formatShare(done, subscribers)})`;
  if (!sent) return `All ${all} done`;
  return `All ${all} ${panelWords(campaign).called}, ${counted(sent, 'awaits', 'await')} a receipt`;
}
