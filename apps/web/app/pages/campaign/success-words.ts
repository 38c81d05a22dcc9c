import type { CampaignView } from '@belltower/dto';
import { counted, formatNumber } from '@belltower/ui';
import { panelWords } from './panel-words';

type Progress = Pick<CampaignView, 'channel' | 'reached' | 'attemptsUsedUp' | 'sent'>;

/** Of whom a campaign's share of success is: of those of whom the end is known, however many still wait for theirs. */
export function successWords(campaign: Progress): string {
  const { reached, attemptsUsedUp, sent } = campaign;
  const known = reached + attemptsUsedUp;
  const of = `${formatNumber(reached)} of ${formatNumber(known)}`;
  if (!sent) return known ? `${of} ${panelWords(campaign).called}` : 'Nobody yet';
  const waiting = `${counted(sent, 'awaits', 'await')} a receipt`;
  return known ? `${of} reported on · ${waiting}` : waiting;
}
