import { CampaignClock, CampaignInput, CHANNEL_WORDS, UnknownZone } from '@belltower/dto';

type Terms = Pick<CampaignInput, 'channel' | 'clock' | 'unknownZone' | 'countryHours'>;

/** What a change of whose clock counts does, in a sentence; null for any other field. */
export function clockEffect(field: keyof CampaignInput, after: Terms): string | null {
  const { called, one } = CHANNEL_WORDS[after.channel];
  if (field === 'clock')
    return after.clock === CampaignClock.Contact
      ? `From now on each number is ${called} within the hours where it is. Numbers that may be in several time zones are ${called} when all of them are within the hours.`
      : 'From now on hours, week days and excluded dates are those of the campaign’s time zone, wherever a number is.';
  if (field === 'unknownZone')
    return after.unknownZone === UnknownZone.Hold
      ? 'Numbers whose time zone nobody knows are held back; those that wait are looked at again at once.'
      : `Numbers whose time zone nobody knows are ${called} by the campaign’s time zone.`;
  if (field === 'countryHours')
    return after.countryHours
      ? `Numbers in countries with calling hours are ${called} within these only, beginning with the next ${one}.`
      : 'The calling hours of countries no longer hold numbers back. See that no law asks for them.';
  return null;
}
