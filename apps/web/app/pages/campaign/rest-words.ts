import type { CampaignView } from '@belltower/dto';
import { lookOf } from '@belltower/ui';

/** Which numbers of another campaign it calls, for example `busy, never called`. */
export const restWords = ({ sourceOutcomes }: Pick<CampaignView, 'sourceOutcomes'>) =>
  (sourceOutcomes ?? []).map((outcome) => lookOf(outcome).word.toLowerCase()).join(', ');
