import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Channel } from '@belltower/dto';
import { LiveEvents, Session } from '@belltower/ui';
import { setTimeout } from 'node:timers/promises';
import { Subject } from 'rxjs';
import { LiveNow } from './live-now';

describe('what the top bar tells of this moment', () => {
  const told = new Subject<object>();
  const restored = async (): Promise<LiveNow> => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: LiveEvents, useValue: { on: () => told } },
      ],
    });
    const session = TestBed.inject(Session).restore();
    const me = TestBed.inject(HttpTestingController).expectOne('/api/v1/me');
    me.flush({ permissions: ['campaign.read'] });
    await session;
    return TestBed.inject(LiveNow);
  };
  const words = (live: LiveNow) =>
    live.figures()?.map(({ amount, words: after }) => `${amount} ${after}`);

  it('is calls on the line, and messages of the last minute, by the campaigns that run', async () => {
    const live = await restored();
    expect(live.figures()).toBeNull();
    TestBed.inject(HttpTestingController)
      .expectOne(({ url }) => url.endsWith('/campaigns'))
      .flush({
        items: [
          { channel: Channel.Voice, inProgress: 31, callsLastMinute: 90 },
          { channel: Channel.Voice, inProgress: 1, callsLastMinute: null },
          { channel: Channel.Sms, inProgress: 4, callsLastMinute: 1_200 },
        ],
      });
    await setTimeout();
    expect(words(live)).toEqual(['32 calls now', '1,200 messages a minute']);
  });

  it.each([
    [{ callsNow: 1, messagesLastMinute: 0 }, ['1 call now']],
    [{ callsNow: 0, messagesLastMinute: 1 }, ['1 message a minute']],
    [{ callsNow: 0, messagesLastMinute: 0 }, []],
  ])('follows the server’s %j', async (data, expected) => {
    const live = await restored();
    told.next({ topic: 'calls', id: null, data });
    expect(words(live)).toEqual(expected);
  });
});
