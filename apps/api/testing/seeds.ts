import { polled } from './polled';
import type { Id, Party, Records } from './records';

/** Makes a record of the party's account and answers its id. */
export type Seed = (records: Records, party: Party) => Promise<Id>;

/**
 * Records that cannot simply be posted, by collection. A new resource without a `POST` of its own that
 * takes JSON needs a line here: the test of ownership says so.
 */
export const SEEDS: Record<string, Seed> = {
  'platform/accounts': async (_, { accountId }) => accountId,
  gateways: (records, party) => gatewayOf(records, party),
  'platform/gateways': (records, party) => gatewayOf(records, party),
  'webhooks/messages': (records, party) => gatewayOf(records, party),
  // Only an account that is allowed to can post one.
  'own-gateways': (records, party) => gatewayOf(records, party, 'own'),
  'suppression-lists': suppressionListOf,
  imports: importOf,
  audio: audioOf,
  exports: exportOf,
  // Posted, one has to end before the next begins.
  'platform/totals-checks': totalsCheckOf,
  subscribers: subscriberOf,
  calls: callOf,
  messages: messageOf,
  replies: replyOf,
};

/** What a start leaves to be detected. */
const FOUND_IN_THE_FILE = {
  columns: undefined,
  delimiter: undefined,
  encoding: undefined,
  header: undefined,
};

/** Values of a class that its own rules do not lead to. */
export const BODIES: Record<string, (party: Party) => Record<string, unknown>> = {
  CampaignInput: () => ({
    startsAt: '2026-01-01T00:00:00Z',
    endsAt: '2099-01-01T00:00:00Z',
    callerId: undefined,
    callerName: undefined,
    optOutKey: undefined,
    repeatKey: undefined,
    transferKey: undefined,
  }),
  // One of a hundred is enough for all of them.
  CampaignTestCallInput: (party) => ({ number: numberApart(party) }),
  CampaignTestMessageInput: (party) => ({ number: numberApart(party) }),
  ReplyReadInput: () => ({ matching: undefined }),
  SubscriberBulkInput: () => ({ matching: undefined }),
  SubscriberChoice: () => ({ matching: undefined }),
  ImportSettings: () => FOUND_IN_THE_FILE,
  ImportStartInput: () => ({
    ...FOUND_IN_THE_FILE,
    newPhonebook: undefined,
    newList: undefined,
  }),
  SuppressionManyInput: ({ numbers }) => ({ numbers: `${numbers}77` }),
  PlatformManyInput: ({ numbers }) => ({ numbers: `${numbers}77` }),
  SuppressionBulkInput: () => ({ matching: undefined }),
  PlatformBulkInput: () => ({ matching: undefined }),
  // By ids, so not by filters too.
  ContactBulkInput: () => ({ action: 'move', matching: undefined }),
  GatewayInput: () => ({ driver: 'simulator', settings: {} }),
  // Not an operator's: an owner cannot make one.
  ApiKeyInput: () => ({ operator: false, expiresAt: undefined }),
};

/** None of those that other records have, which may opt out. */
const numberApart = ({ numbers }: Party) => `${numbers.slice(0, -1)}288`;

async function gatewayOf(
  { surroundings }: Records,
  { accountId, word }: Party,
  owner?: 'own',
): Promise<Id> {
  const [gateway] = await surroundings.database.query<[{ id: number }]>(
    // Switched off: where time stands still, a test call over it would never end.
    `insert into gateway (owner_account_id, name, channel, driver, channels, calls_per_second, enabled)
     values ($1, $2 || (select count(*) from gateway), 'voice', 'simulator', 10, 5, false) returning id`,
    [owner ? accountId : null, `${word} `],
  );
  await surroundings.database.query(
    'insert into gateway_grant (account_id, gateway_id) values ($1, $2)',
    [accountId, gateway.id],
  );
  return gateway.id;
}

async function suppressionListOf(
  { surroundings }: Records,
  { accountId, word }: Party,
): Promise<Id> {
  const [list] = await surroundings.database.query<[{ id: number }]>(
    `insert into suppression_list (account_id, name) values ($1, $2 || ' ' || gen_random_uuid()) returning id`,
    [accountId, word],
  );
  return list.id;
}

/** A file that waits for its start. */
async function importOf(_: Records, { owner, numbers, word }: Party): Promise<Id> {
  const body = `number,first name\n${numbers}42,${word}\n`;
  const answer = await owner.fetch(`imports?fileName=${word}.csv`, { method: 'POST', body });
  return ((await answer.json()) as { id: Id }).id;
}

/** A quarter of a second of a tone, as WAV of 8 bits. */
async function audioOf(_: Records, { owner, word }: Party): Promise<Id> {
  const head = Buffer.from(
    '52494646f407000057415645666d74201000000001000100401f0000401f00000100080064617461d0070000',
    'hex',
  );
  const tone = Uint8Array.from({ length: 2_000 }, (_sample, at) => 128 + 100 * Math.sin(at / 2));
  const answer = await owner.fetch(`audio?fileName=${word}.wav`, {
    method: 'POST',
    headers: { 'content-type': 'audio/wav' },
    body: Buffer.concat([head, tone]),
  });
  return ((await answer.json()) as { id: Id }).id;
}

/** A file that is ready. */
async function exportOf(_: Records, { owner }: Party): Promise<Id> {
  const input = { kind: 'contacts', format: 'csv', inBackground: true };
  const { body } = await owner.post<{ export: { id: Id } }>('exports', input);
  const { id } = body.export;
  await polled(
    async () => (await owner.get<{ status: string }>(`exports/${id}`)).body,
    ({ status }) => status === 'finished',
  );
  return id;
}

async function totalsCheckOf({ surroundings }: Records): Promise<Id> {
  const [check] = await surroundings.database.query<[{ id: number }]>(
    `insert into totals_check (status, repair, created_at, beat_at) values ('finished', false, now(), now()) returning id`,
  );
  return check.id;
}

async function subscriberOf(records: Records, party: Party): Promise<Id> {
  const campaignId = await records.one(party, 'campaigns');
  const [subscriber] = await records.surroundings.database.query<[{ id: number }]>(
    `insert into subscriber (account_id, campaign_id, number) values ($1, $2, $3)
     on conflict (account_id, campaign_id, number) do update set number = excluded.number returning id`,
    [party.accountId, campaignId, `${party.numbers}99`],
  );
  return subscriber.id;
}

async function callOf(records: Records, party: Party): Promise<Id> {
  const campaignId = await records.one(party, 'campaigns');
  const subscriberId = await records.one(party, 'subscribers');
  const gatewayId = await records.one(party, 'gateways');
  const [call] = await records.surroundings.database.query<[{ id: number }]>(
    `insert into call (account_id, id, created_at, campaign_id, subscriber_id, contact_name, number,
                       gateway_id, attempt, disposition, ring_seconds, talk_seconds, ended_at)
     values ($1, (select coalesce(max(id), 0) + 1 from call), '2026-03-02T09:00:00Z', $2, $3, $4, $5,
             $6, 1, 'answered', 5, 30, '2026-03-02T09:00:35Z') returning id`,
    [party.accountId, campaignId, subscriberId, party.word, `${party.numbers}99`, gatewayId],
  );
  await records.surroundings.database.query(
    `insert into recording (account_id, call_id, campaign_id, number, seconds, pcmu, created_at)
     values ($1, $2, $3, $4, 1, $5, '2026-03-02T09:00:35Z')`,
    [party.accountId, call.id, campaignId, `${party.numbers}99`, Buffer.alloc(8_000, 0xff)],
  );
  return call.id;
}

async function messageOf(records: Records, party: Party): Promise<Id> {
  const campaignId = await records.one(party, 'campaigns');
  const subscriberId = await records.one(party, 'subscribers');
  const gatewayId = await records.one(party, 'gateways');
  const [message] = await records.surroundings.database.query<[{ id: number }]>(
    `insert into message (account_id, id, created_at, campaign_id, subscriber_id, contact_name, number, sender,
                          gateway_id, attempt, state, text, encoding, segments, submitted_at, state_at, awaits)
     values ($1, (select coalesce(max(id), 0) + 1 from message), '2026-03-02T09:00:00Z', $2, $3, $4, $5, $4,
             $6, 1, 'sent', $4, 'gsm-7', 1, '2026-03-02T09:00:01Z', '2026-03-02T09:00:01Z', true) returning id`,
    [party.accountId, campaignId, subscriberId, party.word, `${party.numbers}99`, gatewayId],
  );
  return message.id;
}

async function replyOf(records: Records, party: Party): Promise<Id> {
  const { accountId, numbers, word } = party;
  const campaignId = await records.one(party, 'campaigns');
  const gatewayId = await records.one(party, 'gateways');
  const [reply] = await records.surroundings.database.query<[{ id: number }]>(
    `insert into reply (account_id, received_at, gateway_id, external_id, number, sent_to, text, campaign_id)
     values ($1, '2026-03-02T09:00:00Z', $2, gen_random_uuid(), $3, '', $4, $5) returning id`,
    [accountId, gatewayId, `${numbers}99`, word, campaignId],
  );
  return reply.id;
}
