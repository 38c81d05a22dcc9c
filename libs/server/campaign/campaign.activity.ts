import { Audit, Principal } from '@belltower/auth';
import { keysetPage, KeysetSorts } from '@belltower/core';
import {
  CampaignInput,
  Channel,
  CHANNEL_WORDS,
  fieldsFor,
  FieldSpec,
  PageQuery,
  Question,
  questionWords,
  RetryRule,
  ruleWords,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { DataSource } from 'typeorm';
import { findCampaign } from './campaign.find';
import { HOLD_NEWS } from './hold-sentences';

const SORTS: KeysetSorts = {
  columns: { at: { expression: 'audit.at', type: 'timestamptz' } },
  fallback: '-at',
  id: 'audit.id',
};

const WORDS: Record<string, string> = {
  'campaign.created': 'Created',
  'campaign.started': 'Started',
  'campaign.paused': 'Paused',
  'campaign.resumed': 'Resumed',
  'campaign.stopped': 'Stopped',
  'campaign.hung-up': 'Hung up the calls on the line',
  'campaign.finished': 'Finished: every number is done',
  'campaign.expired': 'Ended: its finish time came',
  'campaign.limit-reached': 'Contacts left out: the account’s limit of subscribers was reached',
};

/** Longer texts are only said to have changed. */
const LONGEST_QUOTE = 80;

/** What happened to a campaign, and by whose hand, newest first. */
@Injectable()
export class CampaignActivity {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  async list({ accountId }: Principal, campaignId: number, query: PageQuery) {
    const campaign = await findCampaign(this.database.manager, accountId, campaignId);
    const entries = this.database
      .createQueryBuilder(Audit, 'audit')
      .where('audit.account_id = :accountId', { accountId })
      .andWhere(`audit.entity = 'campaign' and audit.entity_id = :campaignId`, { campaignId });
    const page = await keysetPage(entries, query, SORTS);
    const items = page.items.map((entry) => ({
      id: entry.id,
      at: entry.at,
      by: entry.userName,
      what: sentenceOf(entry, campaign),
    }));
    return { ...page, items };
  }
}

/** An entry of the record as a person would say it. */
export function sentenceOf(
  { action, detail }: Pick<Audit, 'action' | 'detail'>,
  campaign: { timeZone: string; channel: Channel },
) {
  const { call, called } = CHANNEL_WORDS[campaign.channel];
  const changes = detail['changes'] as Record<string, { from: unknown; to: unknown }> | undefined;
  if (action === 'campaign.changed' && changes) return changesSentence(changes, campaign);
  if (action === 'campaign.duplicated') return `Created as a copy of “${String(detail['ofName'])}”`;
  if (action === 'campaign.rest-of')
    return `Created to ${call} ${amount(detail['numbers'])} again that “${String(detail['ofName'])}” left: ${outcomeWords(detail)}`;
  if (action === 'campaign.rest-called')
    return `Had ${amount(detail['numbers'])} left to “${String(detail['byName'])}”: ${outcomeWords(detail)}`;
  if (action === 'campaign.subscribers-removed')
    return `Took ${amount(detail['subscribers'])} out of the campaign`;
  if (action === 'campaign.subscribers-retried')
    return `Had ${amount(detail['subscribers'])} ${called} again at once`;
  const hold = HOLD_NEWS[campaign.channel][String(detail['reason'])];
  if (action === 'campaign.held' && hold) return `Held: ${hold[0]}`;
  if (action === 'campaign.released' && hold)
    return `Goes on: ${hold[1]}, after ${lasting(detail['since'], detail['until'])}`;
  if (action === 'campaign.stopped' && detail['hangUp'])
    return 'Stopped, and hung up the calls on the line';
  return WORDS[action] ?? action;
}

/** How long it was from one instant to another, in two units at most. */
function lasting(from: unknown, until: unknown): string {
  const milliseconds = Date.parse(String(until)) - Date.parse(String(from));
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 1) return `${Math.max(1, Math.round(milliseconds / 1_000))} s`;
  if (minutes < 60) return `${minutes} min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours < 24) return rest ? `${hours} h ${rest} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
}

const outcomeWords = ({ outcomes }: Record<string, unknown>) =>
  (outcomes as string[]).map((outcome) => outcome.replaceAll('-', ' ')).join(', ');

const amount = (subscribers: unknown) =>
  subscribers === 1 ? '1 number' : `${Number(subscribers).toLocaleString('en')} numbers`;

function changesSentence(
  changes: Record<string, { from: unknown; to: unknown }>,
  campaign: { timeZone: string; channel: Channel },
): string {
  const specs = fieldsFor(CampaignInput, campaign);
  const parts = Object.entries(changes).map(([name, { from, to }]) => {
    const spec = specs.find((known) => known.name === name);
    const label = (spec?.label ?? name).toLowerCase();
    const [before, after] = [from, to].map((value) => shown(spec, value, campaign.timeZone));
    return before === null || after === null ? label : `${label} from ${before} to ${after}`;
  });
  return `Changed ${parts.join(', ')}`;
}

/** Null where the value is no help to a reader: ids and long texts. */
function shown(spec: FieldSpec | undefined, value: unknown, timeZone: string): string | null {
  if (spec?.relation || spec?.kind === 'multiline') return null;
  if (value === null || value === undefined || value === '') return 'none';
  if (spec?.kind === 'datetime')
    return DateTime.fromISO(String(value), { zone: timeZone }).toFormat('d LLL yyyy, HH:mm');
  if (spec?.name === 'retryRules')
    return short((value as RetryRule[]).map(ruleWords).join('; ') || 'none');
  if (spec?.name === 'questions')
    return short((value as Question[]).map(questionWords).join('; ') || 'none');
  if (Array.isArray(value)) return value.length ? short(value.join(', ')) : 'none';
  if (typeof value === 'number') return value.toLocaleString('en');
  return short(String(value));
}

const short = (text: string) => (text.length > LONGEST_QUOTE ? null : text);
