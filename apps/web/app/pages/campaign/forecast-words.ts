import { Channel, CHANNEL_WORDS, type CampaignForecastView, ForecastLimit } from '@belltower/dto';
import { formatCount, formatNumber } from '@belltower/ui';

/** What keeps a campaign from calling faster, as a note below its pace. */
export const LIMITED_BY: Readonly<Record<ForecastLimit, string>> = {
  [ForecastLimit.Pace]: 'its own pace',
  [ForecastLimit.AccountPace]: 'all that the account’s limit allows',
  [ForecastLimit.GatewayPace]: 'all that its gateways can start',
  [ForecastLimit.Channels]: 'all that its channels can carry',
  [ForecastLimit.AccountChannels]: 'all that the account’s channels can carry',
  [ForecastLimit.GatewayChannels]: 'all that its gateways’ channels can carry',
};

/** Why contacts are not called, those with somebody first to last in the order in which they are looked at. */
export function heldBack(
  forecast: CampaignForecastView,
  channel = Channel.Voice,
): { label: string; text: string }[] {
  // Who is inactive is counted wherever somebody is made so; the others may be estimated.
  const inactive = { label: 'Inactive contacts', count: forecast.inactive, estimated: false };
  const others = [
    { label: 'The same number again', count: forecast.duplicates },
    { label: 'Left otherwise by the other campaign', count: forecast.others },
    { label: 'On do-not-call', count: forecast.suppressed },
    { label: `No gateway may ${CHANNEL_WORDS[channel].call} them`, count: forecast.blocked },
    { label: 'Time zone not known', count: forecast.unknownTimeZone },
  ].map((line) => ({ ...line, estimated: forecast.approximate }));
  return [inactive, ...others]
    .filter(({ count }) => count > 0)
    .map(({ label, count, estimated }) => ({ label, text: formatCount(count, estimated) }));
}

/** Whether the expected finish reckons with retries, in a few words. */
export function retriesWords(
  { retriesKnownFromCalls, callsPerNumber }: CampaignForecastView,
  retries: number,
  channel = Channel.Voice,
): string {
  if (!retries) return 'without retries';
  if (!retriesKnownFromCalls) return 'retries not counted';
  const each = callsPerNumber.toLocaleString('en', { maximumFractionDigits: 1 });
  return `with retries: about ${each} ${CHANNEL_WORDS[channel].many} a number, as last month`;
}

/** Who is called, in a sentence. */
export function whoIsCalled(
  { contacts, willBeCalled, approximate }: CampaignForecastView,
  channel = Channel.Voice,
): string {
  const are = `are ${CHANNEL_WORDS[channel].called}`;
  if (!contacts) return 'Its phonebooks are empty';
  const called = formatCount(willBeCalled, approximate && willBeCalled < contacts);
  const words =
    contacts === willBeCalled && contacts > 1
      ? `All ${formatNumber(contacts)} contacts ${are}`
      : `${called} of ${formatNumber(contacts)} contacts ${are}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
