import { MessageQuery, NO_CODE } from '@belltower/dto';
import { ATTEMPT_COLUMNS, AttemptSource } from './attempt-source';
import { storedCode } from './code';
import { messageStatSql } from './message-stat.sql';

/** Messages, as lists and exports read them. */
export const MESSAGES: AttemptSource<MessageQuery> = {
  table: 'message',
  many: 'messages',
  columns: {
    ...ATTEMPT_COLUMNS,
    sentAt: 'a.created_at',
    sender: 'a.sender',
    state: 'a.state',
    code: `nullif(a.code, '')`,
    text: 'a.text',
    encoding: 'a.encoding',
    segments: 'a.segments',
    submittedAt: 'a.submitted_at',
    stateAt: 'a.state_at',
    deliveredAt: 'a.delivered_at',
    deliverySeconds: 'round(extract(epoch from a.delivered_at - a.submitted_at))::int',
  },
  timeSort: 'sentAt',
  sorts: { sentAt: { column: 'a.created_at', type: 'timestamptz' } },
  slowSorts: {},
  isNarrowed: ({ state, code }) => state !== undefined || code !== undefined,
  known({ state, code }, demand) {
    if (state?.length) demand('a.state = any(?)', state);
    // Said twice, so that the index of messages with a code is known to have them.
    if (code) demand(`a.code = ?${code === NO_CODE ? '' : ` and a.code <> ''`}`, storedCode(code));
  },
  other: () => undefined,
  rolledUp(scope, { state, code }, calendar, parameters) {
    const stat = messageStatSql({ ...scope, code }, calendar, parameters);
    const only = state?.length ? `where state = any(${parameters.add(state)})` : '';
    return `select coalesce(sum(messages), 0)::bigint as count from (${stat}) as stat ${only}`;
  },
};
