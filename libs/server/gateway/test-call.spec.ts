import { Clock } from '@belltower/core';
import { TestCallNewsView } from '@belltower/dto';
import { CallEvent, Telephony } from '@belltower/telephony';
import { lastValueFrom, Observable, Subject } from 'rxjs';
import { GatewayLines } from './dial-gateway';
import { GatewayRecord } from './gateway.service';
import { TestCalls } from './test-call';

const GATEWAY = {
  ...{ id: 5, name: 'Trunk', stripPrefix: null, addPrefix: null, allowedPrefixes: [] },
  ...{ callerId: null, minRingTimeoutSeconds: null, maxRingTimeoutSeconds: null },
} as unknown as GatewayRecord;
const INPUT = { number: '+12025550123', message: 'Hello.' };

/** A driver that breaks down in every way. */
class BrokenDriver {
  readonly events = new Subject<CallEvent>();
  asked = 0;
  place = (): Observable<CallEvent> => this.events;
  hangUp = async (): Promise<void> => {
    this.asked++;
    throw new Error('the connection is lost');
  };
}

let driver: BrokenDriver;
let calls: TestCalls;

beforeEach(() => {
  driver = new BrokenDriver();
  const lines = { telephonyOf: async () => driver as unknown as Telephony };
  calls = new TestCalls(lines as unknown as GatewayLines, new Clock());
});

const resultOf = async (news: Observable<TestCallNewsView>) => (await lastValueFrom(news)).result;

describe('a test call over a driver that breaks down', () => {
  it('ends as failed, and says why', async () => {
    const ended = resultOf(await calls.follow(GATEWAY, INPUT));
    driver.events.error(new Error('out of order'));
    const result = await ended;
    expect(result).toMatchObject({ disposition: 'failed' });
    expect(JSON.stringify(result)).toContain('driver: out of order');
  });

  it('ends where the driver thinks that it is done, and leaves the gateway to the next', async () => {
    const ended = resultOf(await calls.follow(GATEWAY, INPUT));
    driver.events.complete();
    expect(await ended).toMatchObject({ disposition: 'failed' });
    await expect(calls.follow(GATEWAY, INPUT)).resolves.toBeDefined();
  });

  it('does not take this process with it when it cannot hang up', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const ended = resultOf(await calls.follow(GATEWAY, INPUT));
    driver.events.next({ type: 'answered', at: new Date() });
    driver.events.next({ type: 'waited', at: new Date() });
    await new Promise((resolve) => setImmediate(resolve));
    expect(driver.asked).toBe(1);
    driver.events.next({ type: 'hung-up', at: new Date(), disposition: 'answered' } as CallEvent);
    await ended;
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
