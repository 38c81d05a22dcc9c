import { eraseAccount } from '@belltower/auth';
import { createTestDatabase, givenAccount, TestDatabase } from '@belltower/testing';
import { forgetRecording, keepRecording } from './recording';

const SPOKEN = { pcmu: new Uint8Array(8_000).fill(0xff), seconds: 1 };
const AT = new Date('2026-03-02T09:00:00Z');

describe('what a callee has said', () => {
  let test: TestDatabase;
  let accountId: number;
  beforeEach(async () => {
    test = await createTestDatabase();
    accountId = (await givenAccount(test.source)).accountId;
  });
  afterEach(() => test.drop());

  const query = <T>(sql: string, values: unknown[] = []) => test.source.query<T[]>(sql, values);
  const givenCall = async () => {
    const [{ id }] = (await query<{ id: number }>(
      `insert into inflight (account_id, campaign_id, subscriber_id, number, gateway_id, attempt, dialer_id, created_at)
       values ($1, 7, 1, '+12025550123', 1, 1, gen_random_uuid(), now()) returning id`,
      [accountId],
    )) as [{ id: number }];
    return { accountId, id };
  };
  const kept = () => query('select campaign_id, number, seconds from recording');

  it('is kept once, while its call is in the ledger', async () => {
    const call = await givenCall();
    await keepRecording(test.source, call, SPOKEN, AT);
    await keepRecording(test.source, call, { ...SPOKEN, seconds: 2 }, AT);
    expect(await kept()).toEqual([{ campaign_id: 7, number: '+12025550123', seconds: 1 }]);
    await keepRecording(test.source, { accountId, id: call.id + 1 }, SPOKEN, AT);
    expect(await kept()).toHaveLength(1);
  });

  it('is deleted for good where somebody asks for it', async () => {
    const call = await givenCall();
    await keepRecording(test.source, call, SPOKEN, AT);
    expect(await forgetRecording(test.source, accountId + 1, call.id)).toBe(false);
    expect(await forgetRecording(test.source, accountId, call.id)).toBe(true);
    expect(await kept()).toEqual([]);
  });

  it('never outlives its account, whichever comes first', async () => {
    const call = await givenCall();
    await keepRecording(test.source, call, SPOKEN, AT);
    const late = await givenCall();
    let written = Promise.resolve();
    await test.source.transaction(async (db) => {
      await eraseAccount(db, accountId);
      // Somebody hangs up while the account goes: it waits, and then there is nothing to add to.
      written = keepRecording(test.source, late, SPOKEN, AT);
    });
    await written;
    expect(await kept()).toEqual([]);
  });
});
