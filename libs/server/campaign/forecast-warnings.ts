import { CHANNEL_WORDS, ChannelWords, ForecastLimit } from '@belltower/dto';
import { Campaign } from './campaign.entity';
import { CampaignGateway } from './gateway-capacity';
import { instantIn } from './wall-time';

interface Figures {
  /** Whether numbers of people are estimated. */
  approximate: boolean;
  willBeCalled: number;
  calledInTime: number;
  callsPerMinute: number;
  callsPerMinuteNeeded: number | null;
  limitedBy: ForecastLimit;
  firstCallAt: Date | null;
  finishesAt: Date | null;
}

interface Surroundings {
  /** Those that are switched on. */
  gateways: readonly CampaignGateway[];
  /** Campaigns that run beside it. */
  others: readonly { name: string; callsPerMinute: number }[];
  /** Calls a minute that the account and these gateways allow in all. */
  shared: number;
}

/** What a person would have to change to have it call faster. */
const remedyOf = (limit: ForecastLimit, { many }: ChannelWords) =>
  REMEDY[limit] ?? `the account’s limit of ${many} per minute`;

const REMEDY: Readonly<Partial<Record<ForecastLimit, string>>> = {
  [ForecastLimit.GatewayPace]: 'the pace of its gateways',
  [ForecastLimit.Channels]: 'its channels',
  [ForecastLimit.AccountChannels]: 'the account’s limit of channels',
  [ForecastLimit.GatewayChannels]: 'the channels of its gateways',
};

/** What a person ought to know before starting a campaign, a sentence each. */
export function forecastWarnings(
  campaign: Pick<Campaign, 'endsAt' | 'timeZone' | 'callsPerMinute' | 'channel'>,
  figures: Figures,
  { gateways, others, shared }: Surroundings,
): string[] {
  const warnings: string[] = [];
  const words = CHANNEL_WORDS[campaign.channel];
  if (figures.willBeCalled && !figures.finishesAt) warnings.push(tooLate(campaign, figures));
  if (figures.limitedBy !== ForecastLimit.Pace && figures.finishesAt)
    warnings.push(
      `It ${words.calls} about ${amount(figures.callsPerMinute)} a minute rather than ${amount(campaign.callsPerMinute)}: ${remedyOf(figures.limitedBy, words)} allow${isOne(figures.limitedBy) ? 's' : ''} no more.`,
    );
  const down = gateways.filter((gateway) => gateway.down).map(({ name }) => name);
  if (down.length) warnings.push(`Down at this moment: ${down.join(', ')}.`);
  const asked = others.reduce((sum, other) => sum + other.callsPerMinute, campaign.callsPerMinute);
  if (others.length && asked > shared) warnings.push(beside(others, asked, shared, words));
  return warnings;
}

function tooLate(
  { endsAt, timeZone, channel }: Pick<Campaign, 'endsAt' | 'timeZone' | 'channel'>,
  figures: Figures,
): string {
  const { firstCallAt, willBeCalled, calledInTime, callsPerMinuteNeeded, limitedBy } = figures;
  const end = instantIn(endsAt, timeZone);
  const words = CHANNEL_WORDS[channel];
  if (!firstCallAt)
    return `Nobody is ${words.called}: its hours, those of the account and those where the numbers are never open together before it finishes on ${end}.`;
  const people = (value: number) =>
    figures.approximate ? `about ${amount(Number(value.toPrecision(2)))}` : amount(value);
  const short =
    calledInTime < willBeCalled
      ? `Only ${people(calledInTime)} of ${people(willBeCalled)} numbers are ${words.called} before it finishes on ${end}.`
      : `Everybody is ${words.called} once, but there is not time for all of the retries to expect before it finishes on ${end}.`;
  if (callsPerMinuteNeeded === null) return `${short} Let it finish later.`;
  return limitedBy === ForecastLimit.Pace
    ? `${short} Raise its pace to ${people(callsPerMinuteNeeded)} ${words.many} a minute, or let it finish later.`
    : `${short} It would take ${people(callsPerMinuteNeeded)} ${words.many} a minute, and ${remedyOf(limitedBy, words)} allow${isOne(limitedBy) ? 's' : ''} about ${amount(figures.callsPerMinute)}: let it finish later.`;
}

const isOne = (limit: ForecastLimit) =>
  limit !== ForecastLimit.Channels && limit !== ForecastLimit.GatewayChannels;

function beside(
  others: Surroundings['others'],
  asked: number,
  shared: number,
  { many }: ChannelWords,
): string {
  const [first, ...more] = others;
  const who = more.length
    ? `${amount(others.length)} other campaigns are running`
    : `“${first!.name}” is running`;
  return `${who}: together they ask for ${amount(asked)} ${many} a minute, of about ${amount(shared)} that the account and these gateways allow. They take turns, so each may take longer.`;
}

const amount = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 });
