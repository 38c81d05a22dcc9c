import { Roster } from '@belltower/campaign';
import { keepReports } from '@belltower/dialer';
import {
  Channel,
  ContactView,
  MessageState,
  Page,
  PersonErasedView,
  PersonPart,
  PersonView,
  PhonebookView,
  SubscriberView,
} from '@belltower/dto';
import { TotalsChecker } from '@belltower/report';
import { FixedClock } from '@belltower/testing';
import { givenCampaignRow, givenGatewayRow } from '../../../libs/server/report/report.builder';
import type { Client } from '../testing/client';
import { fingerprintOf } from '../testing/fingerprint';
import { givenPerson, GivenPerson, Surroundings } from '../testing/given-person';
import { startApi, TestApi } from '../testing/start-api';

const NOW = new Date('2026-11-24T12:00:00Z');
const TYPED = '(202) 555-0101';
const ANA = { number: '+12025550101', name: 'Anastasia' };
const BEN = { number: '+12025550102', name: 'Benedict' };
const HAND = '00000000-0000-4000-8000-000000000001';

interface Office {
  accountId: number;
  owner: Client;
  manager: Client;
  viewer: Client;
}

describe('all that is kept of one person', () => {
  let api: TestApi;
  let office: Office;
  let strangers: Office;
  let where: Surroundings;
  let ana: GivenPerson;
  let ben: GivenPerson;

  beforeAll(async () => {
    api = await startApi({ clock: new FixedClock(NOW) });
  });
  afterAll(() => api.close());
  // Accounts of its own for every test.
  beforeEach(async () => {
    office = await givenOffice('Clinic');
    strangers = await givenOffice('Campaign office');
    where = await givenSurroundings(office.accountId);
    ana = await givenPerson(api.database, where, ANA);
    ben = await givenPerson(api.database, where, BEN);
    const theirs = await givenSurroundings(strangers.accountId);
    await givenPerson(api.database, theirs, ANA);
  });

  async function givenOffice(name: string): Promise<Office> {
    const [{ id }] = await api.database.query<[{ id: number }]>(
      `insert into account (name, default_country, time_zone) values ($1, 'US', 'Europe/Madrid') returning id`,
      [name],
    );
    await api.database.query(
      `insert into "user" (account_id, name, email, role, password_hash)
       select $1::bigint, initcap(role), role || $1::bigint || '@example.org', role,
              (select password_hash from "user" where email = 'owner@example.org')
         from unnest('{owner,manager,viewer}'::text[]) as role`,
      [id],
    );
    const [owner, manager, viewer] = await Promise.all(
      ['owner', 'manager', 'viewer'].map((role) => api.signIn(`${role}${id}@example.org`)),
    );
    return { accountId: id, owner: owner!, manager: manager!, viewer: viewer! };
  }

  async function givenSurroundings(accountId: number): Promise<Surroundings> {
    const { database } = api;
    const books = await database.query<{ id: number }[]>(
      `insert into phonebook (account_id, name) values ($1, 'Patients'), ($1, 'Members') returning id`,
      [accountId],
    );
    const surroundings = {
      accountId,
      phonebookIds: books.map(({ id }) => id),
      voiceGatewayId: await givenGatewayRow(database, accountId, { name: `Voice ${accountId}` }),
      smsGatewayId: await givenGatewayRow(database, accountId, {
        name: `Texts ${accountId}`,
        channel: Channel.Sms,
      }),
      runningId: await givenCampaignRow(database, accountId, { name: 'Reminders' }),
      endedId: await givenCampaignRow(database, accountId, { name: 'May', status: 'finished' }),
      smsId: await givenCampaignRow(database, accountId, { name: 'Texts', channel: Channel.Sms }),
    };
    for (const campaignId of [surroundings.runningId, surroundings.smsId])
      await database.query(
        'insert into campaign_phonebook (account_id, campaign_id, phonebook_id) values ($1, $2, $3)',
        [accountId, campaignId, surroundings.phonebookIds[0]],
      );
    await database.query('update campaign set roster_complete = true where account_id = $1', [
      accountId,
    ]);
    return surroundings;
  }

  const query = <T = object>(sql: string, values: unknown[] = []) =>
    api.database.query<T[]>(sql, values);
  const look = async (number = TYPED) =>
    (await office.manager.get<PersonView>(`persons?${new URLSearchParams({ number })}`)).body;
  const file = async (number = TYPED) =>
    (
      await office.manager.get<Record<string, object[]>>(
        `persons/file?${new URLSearchParams({ number })}`,
      )
    ).body;
  const erase = (more: object = {}) =>
    office.manager.post<PersonErasedView & { code: string; detail: string }>('persons/erase', {
      number: TYPED,
      ...more,
    });
  const countsOf = ({ parts }: Pick<PersonView, 'parts'>) =>
    Object.fromEntries(parts.map(({ part, count }) => [part, count]));
  const totals = () =>
    api.app
      .get(TotalsChecker)
      .check({ ...{ accountId: where.accountId, from: null, until: null }, repair: false });
  const reports = async () => {
    const answers = [];
    for (const path of [
      'reports/daily?from=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z',
      'reports/messages/daily?from=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z',
      'reports/dashboard',
      `campaigns/${where.endedId}/report`,
    ]) {
      const { status, body } = await office.viewer.get<object>(path);
      expect([path, status]).toEqual([path, 200]);
      // But for who still waits to be called.
      answers.push({ ...body, campaigns: null });
    }
    return answers;
  };
  const claimed = (db: Pick<TestApi['database'], 'query'> = api.database) =>
    db.query(
      `with gone as (delete from due where account_id = $1 and number = $2 returning *)
       insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
       select account_id, campaign_id, subscriber_id, number, $3, attempts + 1, $4, now() from gone`,
      [where.accountId, ana.number, where.voiceGatewayId, HAND],
    );

  /** In which tables of an account a word stands. */
  async function tablesWith(word: string, accountId = where.accountId): Promise<string[]> {
    const tables = await query<{ name: string }>(
      `select relname as name from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition
          and exists (select from pg_attribute
                       where attrelid = pg_class.oid and attname = 'account_id' and not attisdropped)
        order by 1`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await query(
        `select from "${name}" as held where account_id = $1 and held::text ~ $2 limit 1`,
        [accountId, word],
      );
      if (rows.length) found.push(name);
    }
    return found;
  }

  /** What the people of the account do with the number, and what is remembered of it. */
  async function givenMentions(): Promise<void> {
    const { status } = await office.manager.post('saved-views', {
      ...{ name: 'Hers', list: 'calls', shared: false, query: { number: '202 555 0101' } },
    });
    expect(status).toBe(201);
    await office.manager.post('contacts/bulk', {
      action: 'activate',
      matching: { number: '=+12025550101' },
    });
    await office.manager.post('exports', {
      ...{ kind: 'calls', format: 'csv', inBackground: true },
      filters: { number: '+12025550101' },
    });
  }

  it('is counted, part by part, with what becomes of it', async () => {
    expect(await look()).toMatchObject({ number: ana.number, problem: null, underWay: false });
    expect(countsOf(await look())).toEqual({
      ...{ contacts: 2, campaigns: 3, calls: 2, recordings: 1, messages: 1, replies: 1 },
      ...{ 'rejected-rows': 1, mentions: 2, 'opt-outs': 1, 'do-not-call': 0 },
    });
    await givenMentions();
    expect(countsOf(await look())).toMatchObject({ mentions: 6 });
    expect(await look()).toMatchObject({ exportFiles: 1 });
  });

  it('of what is no number there is nothing, and why', async () => {
    expect(await look('12')).toMatchObject({ number: null, parts: [], underWay: false });
    expect((await look('12')).problem).toMatch(/short number/);
    expect(await file('12')).toMatchObject({ about: { account: 'Clinic' } });
    const { status, body } = await erase({ number: '12' });
    expect({ status, body }).toMatchObject({
      status: 422,
      body: { code: 'person.number-invalid', errors: [{ field: 'number' }] },
    });
  });

  it('is handed over as one file, with what was said, and nothing of anybody else', async () => {
    await givenMentions();
    const held = await file();
    const { about, ...parts } = held;
    expect(about).toEqual({ account: 'Clinic', at: NOW.toISOString(), number: ana.number });
    const counts = Object.entries(parts).map(([part, rows]) => [part, rows.length]);
    expect(Object.fromEntries(counts)).toEqual(countsOf(await look()));
    expect(held[PersonPart.Contacts]).toMatchObject([
      { phonebook: 'Patients', firstName: ana.name, variables: { doctor: ana.name } },
      { phonebook: 'Members' },
    ]);
    expect(held[PersonPart.Campaigns]).toMatchObject([
      { campaign: 'Reminders', state: 'retry' },
      { campaign: 'May', state: 'failed' },
      { campaign: 'Texts', state: 'sent' },
    ]);
    expect(held[PersonPart.Calls]).toMatchObject([
      { id: ana.calls[0], digits: '4711', answers: { 'Coming?': '1' } },
      { id: ana.calls[1], campaign: 'May' },
    ]);
    const [{ wav, callId }] = held[PersonPart.Recordings] as [{ wav: string; callId: number }];
    expect(callId).toBe(ana.calls[0]);
    expect(Buffer.from(wav, 'base64').subarray(0, 4).toString()).toBe('RIFF');
    expect(held[PersonPart.Messages]).toMatchObject([{ text: 'Dear Anastasia, see you at nine.' }]);
    expect(held[PersonPart.Replies]).toMatchObject([{ text: 'Anastasia cannot come' }]);
    expect(held[PersonPart.RejectedRows]).toMatchObject([
      { line: 7, text: '(202) 555-0101;Anastasia;no e-mail' },
    ]);
    expect(JSON.stringify(held)).not.toContain(ben.name);
    expect(JSON.stringify(held)).not.toContain('Campaign office');
  });

  it('is erased, all of it, but for what says that they are to be left alone', async () => {
    await givenMentions();
    await office.manager.post('suppressions/many', {
      ...{ listId: await everywhere(), numbers: ana.number, reason: 'Asked by letter' },
    });
    const bens = await tablesWith(ben.name);
    const before = countsOf(await look());
    const { status, body } = await erase();
    expect(status).toBe(200);
    expect(countsOf(body)).toEqual(before);
    expect(body).toMatchObject({ listName: 'Do not call', exportFiles: 1 });

    expect(await tablesWith(ana.name)).toEqual([]);
    expect(await tablesWith('2025550101|202 555 0101|\\(202\\) 555-0101')).toEqual([
      'opt_out',
      'suppression',
    ]);
    expect(await tablesWith(ben.name)).toEqual(bens);
    expect(countsOf(await look())).toEqual({
      ...{ contacts: 0, campaigns: 0, calls: 0, recordings: 0, messages: 0, replies: 0 },
      ...{ 'rejected-rows': 0, mentions: 0, 'opt-outs': 1, 'do-not-call': 1 },
    });
  });

  it('leaves every total as it was', async () => {
    const before = await reports();
    await erase();
    expect(await totals()).toMatchObject({ differences: 0, callsCounted: 4, messagesCounted: 2 });
    expect(await reports()).toEqual(before);
    expect(
      await query(
        `select campaign_id, state, subscribers from subscriber_count
          where account_id = $1 and subscribers > 0 order by 1, 2`,
        [where.accountId],
      ),
    ).toEqual([
      { campaign_id: where.runningId, state: 'removed', subscribers: 1 },
      { campaign_id: where.runningId, state: 'retry', subscribers: 1 },
      { campaign_id: where.endedId, state: 'failed', subscribers: 2 },
      { campaign_id: where.smsId, state: 'sent', subscribers: 2 },
    ]);
    const { body } = await office.viewer.get<PhonebookView>(`phonebooks/${where.phonebookIds[0]}`);
    expect(body).toMatchObject({ allContacts: 1, activeContacts: 1 });
  });

  it('of another account stays as it is', async () => {
    const before = await fingerprintOf(api.database, strangers.accountId);
    await erase();
    expect(await fingerprintOf(api.database, strangers.accountId)).toEqual(before);
    const { body } = await strangers.owner.get<PersonView>(`persons?number=%2B12025550101`);
    expect(countsOf(body)).toMatchObject({ contacts: 2, calls: 2 });
  });

  it('is remembered as erased, with how much of what, and not of whom', async () => {
    await erase();
    const [deed] = await query<{ detail: object; user_name: string }>(
      `select detail, user_name from audit where account_id = $1 and action = 'person.erased'`,
      [where.accountId],
    );
    expect(deed).toEqual({
      user_name: 'Manager',
      detail: {
        ...{ contacts: 2, campaigns: 3, calls: 2, recordings: 1, messages: 1, replies: 1 },
        ...{ 'rejected-rows': 1, mentions: 2, 'opt-outs': 1, doNotCall: 'Do not call' },
      },
    });
  });

  it('stands on the list that is named, or on none where that is not wanted', async () => {
    const { body: list } = await office.owner.post<{ id: number }>('suppression-lists', {
      ...{ name: 'Erased people', everywhere: true },
    });
    expect((await erase({ listId: list.id })).body.listName).toBe('Erased people');
    expect((await look()).parts.at(-1)).toMatchObject({ part: 'do-not-call', count: 1 });
    const other = await office.manager.post<PersonErasedView>('persons/erase', {
      ...{ number: ben.number, doNotCall: false },
    });
    expect(other.body.listName).toBeNull();
    expect(countsOf(await look(ben.number))).toMatchObject({ calls: 0, 'do-not-call': 0 });
  });

  it('can be erased again, and leaves several erased people apart', async () => {
    await erase();
    await office.manager.post('persons/erase', { number: ben.number });
    expect((await erase()).status).toBe(200);
    const places = await query<{ number: string }>(
      'select number from subscriber where account_id = $1 and campaign_id = $2',
      [where.accountId, where.runningId],
    );
    expect(places).toHaveLength(2);
    for (const { number } of places) expect(number).toMatch(/^erased-[a-j]+$/);
  });

  describe('once it is erased', () => {
    beforeEach(async () => {
      await query(`update campaign set status = 'running' where account_id = $1 and id = $2`, [
        where.accountId,
        where.endedId,
      ]);
      expect((await erase()).status).toBe(200);
    });
    const ofAna = () =>
      query<{ number: string; state: string }>(
        'select number, state from subscriber where account_id = $1 and id = any($2) order by id',
        [where.accountId, ana.places],
      );

    it('is called again by nobody, whatever is asked for', async () => {
      const bulk = { action: 'retry-now', ids: ana.places };
      const { body: foreseen } = await office.manager.post('subscribers/retries', {
        ids: ana.places,
      });
      expect(foreseen).toMatchObject({ affected: 0 });
      expect((await office.manager.post('subscribers/bulk', bulk)).body).toEqual({ affected: 0 });
      await query('update campaign set max_retries = 9, roster_complete = false where id = $1', [
        where.endedId,
      ]);
      await api.app.get(Roster).draw(where.accountId, where.endedId);
      const { body: rest } = await office.manager.get<object[]>(`campaigns/${where.smsId}/rest`);
      expect(rest).not.toContainEqual(expect.objectContaining({ outcome: 'never-called' }));
      expect(
        await query('select campaign_id, number from due where account_id = $1 order by 1', [
          where.accountId,
        ]),
      ).toEqual([
        { campaign_id: where.runningId, number: ben.number },
        { campaign_id: where.endedId, number: ben.number },
      ]);
      expect((await ofAna()).map(({ state }) => state)).toEqual(['removed', 'failed', 'sent']);
    });

    it('a receipt that comes late still counts, and brings nothing back', async () => {
      const report = { at: NOW.toISOString(), state: MessageState.Undelivered, code: '27' };
      const told = [{ gatewayId: where.smsGatewayId, key: `key ${ana.messages[0]}`, report }];
      await api.database.transaction((db) => keepReports(db, told, NOW));
      expect(
        await query('select number, state, contact_name, text from message where id = $1', [
          ana.messages[0],
        ]),
      ).toEqual([{ number: 'erased', state: 'undelivered', contact_name: null, text: '' }]);
      expect((await ofAna()).map(({ state }) => state)).toEqual(['removed', 'failed', 'failed']);
      expect(await totals()).toMatchObject({ differences: 0 });
      expect(await tablesWith('2025550101')).toEqual(['opt_out', 'suppression']);
    });

    it('an import or a form that brings the number back has nobody call it', async () => {
      const { status } = await office.manager.post<ContactView>('contacts', {
        ...{ phonebookId: where.phonebookIds[0], number: TYPED, status: 'active', variables: {} },
      });
      expect(status).toBe(201);
      const { body } = await office.viewer.get(`numbers/check?number=%2B12025550101`);
      expect(body).toMatchObject({ verdict: 'refused' });
      expect(JSON.stringify(body)).toContain('put there when the person’s data was erased');
    });

    it('is listed, shown and exported as erased, and found by no search', async () => {
      const { body: subscribers } = await office.viewer.get<Page<SubscriberView>>('subscribers');
      const places = subscribers.items.filter(({ id }) => ana.places.includes(id));
      expect(places).toHaveLength(3);
      for (const place of places)
        expect(place).toMatchObject({ contactId: null, contactName: null });
      const { body: call } = await office.viewer.get(`calls/${ana.calls[0]}`);
      expect(call).toMatchObject({
        ...{ number: 'erased', contactName: null, contactId: null, digits: null },
        ...{ recordingSeconds: null, country: 'ES', answers: { 'Coming?': '1' } },
        timeline: [
          { event: 'placed', detail: null },
          { atMs: 9_000, event: 'digit', detail: null },
        ],
      });
      const { body: message } = await office.viewer.get(`messages/${ana.messages[0]}`);
      expect(message).toMatchObject({ number: 'erased', text: '', history: [{ detail: null }] });
      expect((await office.viewer.get<string>('calls.csv')).body).toContain('erased');
      for (const path of ['calls', 'messages', 'subscribers'])
        for (const number of ['erased', '0101', '=+12025550101', '*0101', '+1202555010']) {
          const { body } = await office.viewer.get<Page<{ number: string }>>(
            `${path}?${new URLSearchParams({ number })}`,
          );
          expect(body.items.filter((row) => !row.number.startsWith('+'))).toEqual([]);
        }
    });
  });

  describe('while the number is being reached', () => {
    it('is not erased, none of it, and why', async () => {
      await claimed();
      expect(await look()).toMatchObject({ underWay: true });
      const before = await fingerprintOf(api.database, where.accountId);
      const { status, body } = await erase({ doNotCall: false });
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'person.under-way' });
      expect(body.detail).toContain('under way');
      expect(await fingerprintOf(api.database, where.accountId)).toEqual(before);
    });

    it('is not erased under a claim that has not ended', async () => {
      const runner = api.database.createQueryRunner();
      await runner.startTransaction();
      await claimed(runner);
      const held = await erase({ doNotCall: false });
      expect({ status: held.status, code: held.body.code }).toEqual({
        status: 409,
        code: 'person.busy',
      });
      await runner.commitTransaction();
      await runner.release();
      expect((await erase({ doNotCall: false })).body.code).toBe('person.under-way');
      expect(countsOf(await look())).toMatchObject({ contacts: 2, calls: 2, messages: 1 });

      await query('delete from inflight where account_id = $1', [where.accountId]);
      expect((await erase()).status).toBe(200);
    });

    it('a claim that comes while it is erased finds nothing of it', async () => {
      const erasing = erase();
      const claims = Promise.all(
        Array.from({ length: 5 }, () =>
          query<{ number: string }>(
            `with pick as materialized (
               select * from due where account_id = $1 order by next_attempt_at, subscriber_id for update skip locked
             )
             select number from pick`,
            [where.accountId],
          ),
        ),
      );
      const [{ status }] = await Promise.all([erasing, claims]);
      expect(status).toBe(200);
      expect(
        await query<{ number: string }>('select number from due where account_id = $1', [
          where.accountId,
        ]),
      ).toEqual([{ number: ben.number }]);
    });
  });

  it('is for those who may: viewers neither see nor erase it', async () => {
    for (const path of ['persons?number=1', 'persons/file?number=1'])
      expect((await office.viewer.get(path)).status).toBe(403);
    expect((await office.viewer.post('persons/erase', { number: TYPED })).status).toBe(403);
    expect((await api.anonymous.get('persons')).status).toBe(401);
  });

  async function everywhere(): Promise<number> {
    const { body } = await office.owner.post<{ id: number }>('suppression-lists', {
      ...{ name: 'Do not call', everywhere: true },
    });
    return body.id;
  }
});
