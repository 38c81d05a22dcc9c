import { Channel, Disposition, MessageState } from '@belltower/dto';
import type { DataSource } from 'typeorm';
import { givenCalls, givenMessages } from '../../../libs/server/report/report.builder';

/** Where the rows of a person go. */
export interface Surroundings {
  accountId: number;
  phonebookIds: readonly number[];
  voiceGatewayId: number;
  smsGatewayId: number;
  /** A campaign of calls under way, one that has ended, and one of messages under way. */
  runningId: number;
  endedId: number;
  smsId: number;
}

export interface GivenPerson {
  number: string;
  name: string;
  /** Ids of its calls, of its messages, and of its places in the campaigns, in their order. */
  calls: number[];
  messages: number[];
  places: number[];
}

const AT = '2026-11-23T10:00:00Z';

/**
 * Leaves a person in every table that holds anybody: a contact in each phonebook, a retry in the campaign under way, a
 * failure in the one that has ended, a message that awaits its receipt, what they said, wrote and asked for.
 */
export async function givenPerson(
  db: DataSource,
  where: Surroundings,
  { number, name }: { number: string; name: string },
): Promise<GivenPerson> {
  const { accountId, phonebookIds, runningId, endedId, smsId, voiceGatewayId, smsGatewayId } =
    where;
  for (const phonebookId of phonebookIds) {
    await db.query(
      `insert into contact (account_id, phonebook_id, number, raw_number, first_name, email, notes, variables)
       values ($1, $2, $3, $3, $4, $4 || '@example.org', $4 || ' prefers mornings', jsonb_build_object('doctor', $4))`,
      [accountId, phonebookId, number, name],
    );
    await db.query(
      `insert into phonebook_size as held (account_id, phonebook_id, active_contacts, all_contacts) values ($1, $2, 1, 1)
       on conflict (account_id, phonebook_id) do update
         set active_contacts = held.active_contacts + 1, all_contacts = held.all_contacts + 1`,
      [accountId, phonebookId],
    );
  }
  const places = [
    await givenPlace(db, accountId, runningId, number, 'retry'),
    await givenPlace(db, accountId, endedId, number, 'failed'),
    await givenPlace(db, accountId, smsId, number, 'sent'),
  ];
  const calls = await givenCalls(db, accountId, [
    {
      ...{ createdAt: AT, campaignId: runningId, gatewayId: voiceGatewayId, number },
      ...{ subscriberId: places[0], contactName: name, disposition: Disposition.Answered },
      talkSeconds: 30,
      timeline: [
        { atMs: 0, event: 'placed' },
        { atMs: 9_000, event: 'digit', detail: name },
      ],
    },
    {
      ...{ createdAt: AT, campaignId: endedId, gatewayId: voiceGatewayId, number },
      ...{ subscriberId: places[1], contactName: name },
    },
  ]);
  await db.query(
    `update call set digits = '4711', answers = '{"Coming?": "1"}', marks = '{recorded}', contact_id = 1
      where account_id = $1 and id = $2`,
    [accountId, calls[0]],
  );
  await db.query(
    `insert into answer_stat as held (account_id, campaign_id, question, answer, calls)
     values ($1, $2, 'Coming?', '1', 1), ($1, $2, '', 'recorded', 1)
     on conflict (account_id, campaign_id, question, answer) do update set calls = held.calls + 1`,
    [accountId, runningId],
  );
  await db.query(
    `insert into recording (account_id, call_id, campaign_id, number, seconds, pcmu, created_at)
     values ($1, $2, $3, $4, 1, $5, $6)`,
    [accountId, calls[0], runningId, number, Buffer.alloc(8_000, 0xff), AT],
  );
  const messages = await givenMessages(db, accountId, [
    {
      ...{ createdAt: AT, campaignId: smsId, gatewayId: smsGatewayId, number },
      ...{ subscriberId: places[2], contactName: name, state: MessageState.Sent },
      text: `Dear ${name}, see you at nine.`,
      history: [{ at: AT, state: MessageState.Sent, detail: `Taken for ${number}` }],
    },
  ]);
  await db.query(
    `insert into message_part (gateway_id, key, account_id, message_id, created_at, part, state)
     values ($1, $2, $3, $4, $5, 1, 'sent')`,
    [smsGatewayId, `key ${messages[0]}`, accountId, messages[0], AT],
  );
  await db.query(
    `insert into reply (account_id, received_at, gateway_id, external_id, number, sent_to, text, campaign_id, message_id)
     values ($1, $2, $3, gen_random_uuid(), $4, '+12025550000', $5 || ' cannot come', $6, $7)`,
    [accountId, AT, smsGatewayId, number, name, smsId, messages[0]],
  );
  await db.query(
    `insert into opt_out (account_id, number, channel, source, campaign_id) values ($1, $2, $3, 'keypress 9', $4)`,
    [accountId, number, Channel.Voice, endedId],
  );
  await givenRejectedRow(db, accountId, number, name);
  return { number, name, calls, messages, places };
}

async function givenPlace(
  db: DataSource,
  accountId: number,
  campaignId: number,
  number: string,
  state: string,
): Promise<number> {
  const at = '2026-12-24T10:00:00Z';
  const [row] = await db.query<[{ id: number }]>(
    `with place as (
       insert into subscriber (account_id, campaign_id, contact_id, number, state, attempts, disposition, tally,
                               last_attempt_at, next_attempt_at)
       values ($1, $2, 1, $3, $4::text, 1, 'no-answer', '{"no-answer": 1}', $5,
               case $4::text when 'retry' then $6::timestamptz end)
       returning *
     ), queued as (
       insert into due (account_id, campaign_id, next_attempt_at, subscriber_id, contact_id, number, attempts)
       select account_id, campaign_id, next_attempt_at, id, contact_id, number, attempts from place
        where state = 'retry'
     ), counted as (
       insert into subscriber_count as held (account_id, campaign_id, state, subscribers)
       select account_id, campaign_id, state, 1 from place
       on conflict (account_id, campaign_id, state) do update set subscribers = held.subscribers + 1
     )
     select id from place`,
    [accountId, campaignId, number, state, AT, at],
  );
  return row.id;
}

/** Of a file whose name and first row, taken for a heading, hold the number too. */
async function givenRejectedRow(db: DataSource, accountId: number, number: string, name: string) {
  const [file] = await db.query<[{ id: number }]>(
    `insert into import (account_id, file_name, size_bytes, status, heading, rejected)
     values ($1, $2 || '.csv', 100, 'finished', $2 || ';Monday', 1) returning id`,
    [accountId, number],
  );
  await db.query(
    `insert into import_reject (account_id, import_id, line, reason, cells, text)
     values ($1, $2, 7, 'This is no e-mail address', 3, $3)`,
    [accountId, file.id, `${number.replace(/^\+1(...)(...)/, '($1) $2-')};${name};no e-mail`],
  );
}
