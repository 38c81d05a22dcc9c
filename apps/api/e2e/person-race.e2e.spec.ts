import { claim, QUEUE_HEAD } from '@belltower/dialer';
import {
  givenCampaign,
  givenGateway,
  givenSubscribers,
  NO_PLACES,
} from '../../../libs/server/dialer/dialer.builder';
import { startApi, TestApi } from '../testing/start-api';

const HAND = '00000000-0000-4000-8000-000000000001';
const PEOPLE = 120;
const ERASED_AT_ONCE = 4;

describe('people who are erased while the dialer claims', () => {
  let api: TestApi;
  let campaignId: number;
  let gatewayId: number;
  beforeAll(async () => {
    api = await startApi();
    gatewayId = await givenGateway(api.database, api.accountId);
    campaignId = await givenCampaign(api.database, api.accountId, [gatewayId]);
    await givenSubscribers(api.database, api.accountId, campaignId, PEOPLE);
  });
  afterAll(() => api.close());

  const numbers = Array.from({ length: PEOPLE }, (_, n) => `+${12_025_550_000 + n}`);
  const queued = () =>
    api.database.query<{ number: string }[]>('select number from due where account_id = $1', [
      api.accountId,
    ]);

  /** Claims a few at a time until nobody is left, and answers whom. */
  async function claimAll(): Promise<string[]> {
    const claimed: string[] = [];
    while ((await queued()).length) {
      const taken = await claim(api.database, {
        ...{ accountId: api.accountId, campaignId, now: new Date(), most: 3, mark: QUEUE_HEAD },
        routes: [
          {
            ...{ gatewayId, allowedPrefixes: [], callerId: null },
            placeAt: Array.from({ length: 3 }, () => new Date()),
          },
        ],
        ...{ hands: [HAND], places: NO_PLACES },
      });
      claimed.push(...taken!.calls.map(({ number }) => number));
    }
    return claimed;
  }

  /** From the end of the queue, so that both meet in the middle; answers who was erased. */
  async function eraseAll(): Promise<string[]> {
    const waiting = numbers.toReversed();
    const erased: string[] = [];
    const erase = async () => {
      for (let number = waiting.shift(); number; number = waiting.shift()) {
        const { status, body } = await api.manager.post<{ code?: string }>('persons/erase', {
          ...{ number, doNotCall: false },
        });
        if (status === 200) erased.push(number);
        else expect({ status, code: body.code }).toEqual({ status: 409, code: 'person.under-way' });
      }
    };
    await Promise.all(Array.from({ length: ERASED_AT_ONCE }, erase));
    return erased;
  }

  it('are either called or erased, each of them, and none is both', async () => {
    const [claimed, erased] = await Promise.all([claimAll(), eraseAll()]);
    expect([...claimed, ...erased].toSorted()).toEqual(numbers);
    const inFlight = await api.database.query<{ number: string }[]>(
      'select number from inflight where account_id = $1 order by 1',
      [api.accountId],
    );
    expect(inFlight.map(({ number }) => number)).toEqual(claimed.toSorted());
    const places = await api.database.query<{ number: string; state: string }[]>(
      'select number, state from subscriber where account_id = $1',
      [api.accountId],
    );
    const gone = places.filter(({ number }) => number.startsWith('erased'));
    expect(gone).toHaveLength(erased.length);
    expect(gone.filter(({ state }) => state !== 'removed')).toEqual([]);
    expect(
      await api.database.query(
        `select state, subscribers::int from subscriber_count
          where account_id = $1 and subscribers <> 0 order by 1`,
        [api.accountId],
      ),
    ).toEqual(
      [
        { state: 'removed', subscribers: erased.length },
        { state: 'waiting', subscribers: claimed.length },
      ].filter(({ subscribers }) => subscribers),
    );
  }, 60_000);
});
