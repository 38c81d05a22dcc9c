import { Queryable } from '@belltower/core';
import { CallFiguresView, MessageFiguresView } from '@belltower/dto';
import { CallKey, callStatSql } from './call-stat.sql';
import { Calendar } from './closed-steps.sql';
import { StatScope } from './counts.sql';
import { figuresOf, Tally } from './figures';
import { MessageTally, messageFiguresOf } from './message-figures';
import { MessageKey, messageStatSql } from './message-stat.sql';
import { Kept } from './kept-since';
import { SqlParameters } from './sql-parameters';

/** What reports add up, and what they tell of it: calls by their dispositions, or messages by their states. */
export interface Tallies<T, F, K extends string = string> {
  /** What they are called, and dropped as. */
  many: Kept;
  /** A select of counts, each with when its step or quarter `begins`, and with the keys asked for. */
  statSql(
    scope: StatScope,
    calendar: Calendar,
    parameters: SqlParameters,
    by?: readonly K[],
  ): string;
  /** The outcome, by which they are grouped … */
  outcome: string;
  /** … and the sums of them, as a tally has them. */
  sums: string;
  figuresOf(tallies: readonly T[]): F;
  /** How many are in a tally. */
  sizeOf(tally: T): number;
}

export const CALL_TALLIES: Tallies<Tally, CallFiguresView, CallKey> = {
  many: 'calls',
  statSql: callStatSql,
  outcome: 'disposition',
  sums: 'sum(calls)::bigint as calls, sum(talk_seconds)::bigint as "talkSeconds"',
  figuresOf,
  sizeOf: ({ calls }) => Number(calls),
};

export const MESSAGE_TALLIES: Tallies<MessageTally, MessageFiguresView, MessageKey> = {
  many: 'messages',
  statSql: messageStatSql,
  outcome: 'state',
  sums: 'sum(messages)::bigint as messages, sum(segments)::bigint as segments, sum(delivery_ms)::bigint as "deliveryMs"',
  figuresOf: messageFiguresOf,
  sizeOf: ({ messages }) => Number(messages),
};

/** In which step of time a tally is, from 1. */
export interface InStep {
  step: number;
}

/** Of a campaign or gateway; a country or code as the tables keep it. */
export interface Keyed {
  key: number | string;
}

/** The whole scope by outcome alone. */
export function talliesOf<T>(
  db: Queryable,
  { statSql, outcome, sums }: Tallies<T, unknown>,
  scope: StatScope,
  calendar: Calendar,
): Promise<T[]> {
  const parameters = new SqlParameters();
  const stat = statSql(scope, calendar, parameters);
  return db.query<T[]>(
    `select ${outcome}, ${sums} from (${stat}) as stat group by 1`,
    parameters.values,
  );
}

/** The scope by steps of time that begin at these instants. */
export function talliesByStep<T>(
  db: Queryable,
  { statSql, outcome, sums }: Tallies<T, unknown>,
  scope: StatScope,
  calendar: Calendar,
  begins: readonly Date[],
): Promise<(T & InStep)[]> {
  const parameters = new SqlParameters();
  const step = `width_bucket(begins, ${parameters.add(begins)}::timestamptz[])`;
  return db.query<(T & InStep)[]>(
    `select ${step} as step, ${outcome}, ${sums}
       from (${statSql(scope, calendar, parameters)}) as stat group by 1, 2`,
    parameters.values,
  );
}

/** The scope by a key, in its order. */
export function talliesBy<T>(
  db: Queryable,
  source: Tallies<T, unknown>,
  scope: StatScope,
  calendar: Calendar,
  key: string,
): Promise<(T & Keyed)[]> {
  return talliesByAll(db, source, scope, calendar, { key });
}

/** The scope by several keys at once, under the names that a tally is to have them by; in their order. */
export function talliesByAll<T, N extends string>(
  db: Queryable,
  { statSql, outcome, sums }: Tallies<T, unknown>,
  scope: StatScope,
  calendar: Calendar,
  keys: Readonly<Record<N, string>>,
): Promise<(T & Record<N, Keyed['key']>)[]> {
  const parameters = new SqlParameters();
  const columns = Object.values<string>(keys);
  const named = Object.entries<string>(keys).map(([name, column]) => `${column} as "${name}"`);
  const places = [...columns, outcome].map((_, index) => index + 1).join(', ');
  return db.query<(T & Record<N, Keyed['key']>)[]>(
    `select ${named.join(', ')}, ${outcome}, ${sums}
       from (${statSql(scope, calendar, parameters, columns)}) as stat group by ${places} order by ${places}`,
    parameters.values,
  );
}
