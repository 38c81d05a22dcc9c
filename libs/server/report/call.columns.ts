import { columnsOf, SqlColumn } from '@belltower/core';
import { CallQuery, CallView } from '@belltower/dto';
import { ExportedSource } from './attempt-export';
import { CALLS } from './call.source';

/** Columns that are not text by themselves, and what a person reads instead. */
const RECORDS: Readonly<Record<string, Pick<SqlColumn, 'sql' | 'words'>>> = {
  answers: {
    sql: 'a.answers',
    words: `case when a.answers is not null then (
      select string_agg(key || ': ' || coalesce(nullif(value, ''), 'none'), '; ' order by key)
        from jsonb_each_text(a.answers)) end`,
  },
  marks: { sql: 'to_jsonb(a.marks)', words: `array_to_string(a.marks, '; ')` },
};

/** Calls as a file: all that their list tells, in the order of its fields; the time on the account's clocks besides. */
export const CALL_EXPORT: ExportedSource<CallQuery> = {
  source: CALLS,
  rowsAtOnce: 20_000,
  columns: [
    ...columnsOf(CallView, {
      id: 'number',
      startedAt: 'utc',
      campaignId: 'number',
      campaignName: 'text',
      subscriberId: 'number',
      contactId: 'number',
      contactName: 'text',
      number: 'word',
      country: 'word',
      callerId: 'word',
      gatewayId: 'number',
      gatewayName: 'text',
      attempt: 'number',
      disposition: 'word',
      ringSeconds: 'number',
      talkSeconds: 'number',
      sipStatus: 'number',
      q850: 'number',
      digits: 'word',
      answers: 'record',
      marks: 'record',
    }).map((column) => ({
      ...column,
      sql: CALLS.columns[column.name!]!,
      ...RECORDS[column.name!],
    })),
    { name: null, heading: 'Started', kind: 'moment', sql: CALLS.columns['startedAt']! },
  ],
};
