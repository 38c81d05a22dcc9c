import type { CampaignView } from '@belltower/dto';

/** The phonebook of which somebody is chosen; null where a campaign has several, and anybody may be. */
export function onlyPhonebookOf({ phonebookIds }: Pick<CampaignView, 'phonebookIds'>) {
  return phonebookIds.length === 1 ? phonebookIds[0]! : null;
}
