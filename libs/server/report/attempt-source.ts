import { PageQuery, WeekDay } from '@belltower/dto';
import { Calendar } from './closed-steps.sql';
import { SqlParameters } from './sql-parameters';
import { Kept } from './kept-since';
import { StatScope } from './counts.sql';

/** Filters that lists of calls and of messages share. */
export interface AttemptQuery extends PageQuery {
  from?: string;
  until?: string;
  number?: string;
  campaignId?: number;
  gatewayId?: number;
  country?: string;
  attempt?: number;
  hour?: number;
  weekDay?: WeekDay[];
  subscriberId?: number;
}

/** Something that a list can be sorted by. */
export interface Sort {
  column: string;
  type: string;
}

/** Adds a condition in which `?` stands for the value. */
export type Demand = (condition: string, value: unknown) => void;

/** Attempts that have left the ledger, as lists, counts and exports read them: calls, or messages. */
export interface AttemptSource<Q extends AttemptQuery> {
  /** Kept by month of `created_at`; a row of it stands as `a` in all expressions. */
  table: 'call' | 'message';
  /** What they are called, and dropped as. */
  many: Kept;
  /** Of a row as the API tells it: its properties, each with its expression. */
  columns: Readonly<Record<string, string>>;
  /** Whether a period has to be searched to its end, as less than all may match. */
  isNarrowed(query: Q): boolean;
  /** Of the time. */
  timeSort: string;
  /** All of them, by the property that asks for them. */
  sorts: Readonly<Record<string, Sort>>;
  /** Those that have no index, and in what words that is told. */
  slowSorts: Readonly<Record<string, string>>;
  /** Adds the filters of its own that its roll-up knows … */
  known(query: Q, demand: Demand): void;
  /** … and those that only rows tell. */
  other(query: Q, demand: Demand): void;
  /** A select of `count`, in the roll-up, with the filters that this knows. */
  rolledUp(scope: StatScope, query: Q, calendar: Calendar, parameters: SqlParameters): string;
}

/** Names stand in other tables: they are joined to the rows of a page, never to all that match. */
export const NAMES = `
  left join campaign on campaign.account_id = a.account_id and campaign.id = a.campaign_id
  left join gateway on gateway.id = a.gateway_id`;

/** What is told of every attempt. */
export const ATTEMPT_COLUMNS = {
  id: 'a.id',
  campaignId: 'a.campaign_id',
  campaignName: `coalesce(campaign.name, 'Deleted campaign')`,
  subscriberId: 'a.subscriber_id',
  contactId: 'a.contact_id',
  contactName: 'a.contact_name',
  number: 'a.number',
  country: `nullif(a.country, '')`,
  gatewayId: 'a.gateway_id',
  gatewayName: `coalesce(gateway.name, 'Deleted gateway')`,
  attempt: 'a.attempt',
} as const;

/** The select list of these columns. */
export const selected = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns)
    .map(([name, expression]) => `${expression} as "${name}"`)
    .join(', ');
