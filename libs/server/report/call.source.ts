import { CallQuery } from '@belltower/dto';
import { ATTEMPT_COLUMNS, AttemptSource } from './attempt-source';
import { callStatSql } from './call-stat.sql';

/** Calls, as lists and exports read them. */
export const CALLS: AttemptSource<CallQuery> = {
  table: 'call',
  many: 'calls',
  columns: {
    ...ATTEMPT_COLUMNS,
    startedAt: 'a.created_at',
    callerId: 'a.caller_id',
    disposition: 'a.disposition',
    ringSeconds: 'a.ring_seconds',
    talkSeconds: 'a.talk_seconds',
    sipStatus: 'a.sip_status',
    q850: 'a.q850',
    digits: 'a.digits',
    answers: 'a.answers',
    marks: 'a.marks',
  },
  timeSort: 'startedAt',
  sorts: {
    startedAt: { column: 'a.created_at', type: 'timestamptz' },
    ringSeconds: { column: 'a.ring_seconds', type: 'integer' },
    talkSeconds: { column: 'a.talk_seconds', type: 'integer' },
  },
  slowSorts: { ringSeconds: 'ring time' },
  isNarrowed: ({ disposition }) => disposition !== undefined,
  known({ disposition }, demand) {
    if (disposition?.length) demand('a.disposition = any(?)', disposition);
  },
  other({ question, answer, mark, minTalkSeconds, maxTalkSeconds }, demand) {
    const key = answer === 'none' ? '' : answer;
    if (question !== undefined && key !== undefined)
      demand('a.answers @> ?::jsonb', JSON.stringify({ [question]: key }));
    else if (question !== undefined) demand('jsonb_exists(a.answers, ?)', question);
    else if (key !== undefined)
      demand('exists (select from jsonb_each_text(a.answers) as said where said.value = ?)', key);
    if (mark?.length) demand('a.marks && ?::text[]', mark);
    if (minTalkSeconds !== undefined) demand('a.talk_seconds >= ?', minTalkSeconds);
    if (maxTalkSeconds !== undefined) demand('a.talk_seconds <= ?', maxTalkSeconds);
  },
  rolledUp(scope, { disposition }, calendar, parameters) {
    const stat = callStatSql(scope, calendar, parameters);
    const only = disposition?.length
      ? `where disposition = any(${parameters.add(disposition)})`
      : '';
    return `select coalesce(sum(calls), 0)::bigint as count from (${stat}) as stat ${only}`;
  },
};
