import type { Queryable } from '../../libs/server/core/database';

/** How much to invent. */
export interface ReportDataSize {
  /** Of all accounts; the largest has a quarter. */
  calls: number;
  /** Likewise. */
  messages: number;
  /** Who is called. */
  people: number;
  /** Whether they have to stand in phonebooks, campaigns and do-not-call lists too. */
  listed: 'people' | 'calls only';
}

/**
 * Until when the calls go that an earlier run has left in this database; null where none has.
 * @throws where it is filled with something else, or not to its end
 */
export async function filledUntil(db: Queryable, size: ReportDataSize): Promise<Date | null> {
  const [{ begun, ended }] = await db.query<[{ begun: boolean; ended: boolean }]>(
    `select to_regclass('bench_account') is not null as begun, to_regclass('bench_filling') is not null as ended`,
  );
  if (!begun) return null;
  if (!ended)
    throw new Error(
      'This data has not been filled to its end: delete its directory, and begin anew.',
    );
  const [filling] = await db.query<[Omit<ReportDataSize, 'messages'> & { until: Date }]>(
    'select calls, people, listed, until from bench_filling',
  );
  const { calls, people, listed } = size;
  const isEnough =
    filling.calls === calls &&
    filling.people === people &&
    (filling.listed === 'people' || filling.listed === listed);
  if (isEnough) return filling.until;
  throw new Error(
    `This data has ${inWords(filling)}, and ${inWords(size)} are needed: name another directory.`,
  );
}

/**
 * Whether an earlier run has left so many messages as well; what has none yet can be given them.
 * @throws where it has others, or not all of them
 */
export async function hasMessages(
  db: Queryable,
  { messages }: Pick<ReportDataSize, 'messages'>,
): Promise<boolean> {
  const [{ begun, noted }] = await db.query<[{ begun: boolean; noted: boolean }]>(
    `select exists (select from message) as begun, to_regclass('bench_messages') is not null as noted`,
  );
  if (!noted && begun)
    throw new Error(
      'Its messages have not been filled in to their end: delete its directory, and begin anew.',
    );
  if (!noted) return false;
  const [filled] = await db.query<[{ messages: number }]>('select messages from bench_messages');
  if (filled.messages === messages) return true;
  throw new Error(
    `This data has ${filled.messages} messages, and ${messages} are needed: name another directory.`,
  );
}

/** Says that they are filled in. */
export async function noteMessages(
  db: Queryable,
  { messages }: Pick<ReportDataSize, 'messages'>,
): Promise<void> {
  await db.query('create table bench_messages (messages bigint)');
  await db.query('insert into bench_messages values ($1)', [messages]);
}

/** Says that a database is filled, for whoever measures in it again. */
export async function noteFilling(
  db: Queryable,
  { calls, people, listed }: ReportDataSize,
  until: Date,
): Promise<void> {
  await db.query(
    'create table bench_filling (calls bigint, people bigint, listed text, until timestamptz)',
  );
  await db.query('insert into bench_filling values ($1, $2, $3, $4)', [
    calls,
    people,
    listed,
    until,
  ]);
}

function inWords({ calls, people, listed }: Omit<ReportDataSize, 'messages'>): string {
  const lists = listed === 'people' ? 'who stand in lists' : 'without lists';
  return `${calls} calls of ${people} people ${lists}`;
}
