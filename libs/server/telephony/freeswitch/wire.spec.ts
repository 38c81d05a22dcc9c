import { Clock } from '@belltower/core';
import { Disposition, GatewayStatus } from '@belltower/dto';
import { lastValueFrom, toArray } from 'rxjs';
import { RealTimers } from '../timers';
import { VirtualTime } from '../testing/virtual-time';
import { FreeswitchTelephony } from './freeswitch-telephony';
import { givenFreeswitchParts, givenServedSwitch } from './freeswitch-telephony.builder';
import { tcpWire } from './wire';

const call = (id: string) => ({
  id,
  number: '+12025550123',
  callerId: null,
  callerName: null,
  ringTimeoutSeconds: 30,
  maxCallSeconds: 60,
  opening: { prompt: null, waitSeconds: 60 },
  prompts: [],
  keys: [],
});

describe('over TCP', () => {
  const givenServed = () =>
    givenServedSwitch({ outcome: Disposition.Answered, ringSeconds: 0, talkSeconds: 0.05 });
  const givenTelephony = (port: number) =>
    new FreeswitchTelephony({
      ...givenFreeswitchParts(new VirtualTime(), { settings: { nodes: [`127.0.0.1:${port}`] } }),
      clock: new Clock(),
      timers: new RealTimers(),
      open: tcpWire,
    });

  it('many calls at the same time are placed once each, and each tells its end', async () => {
    const { fake, ...server } = await givenServed();
    const telephony = givenTelephony(server.port);
    const ids = Array.from({ length: 50 }, (_, index) => `bt-1-${index}`);
    const ends = await Promise.all(
      ids.map((id) => lastValueFrom(telephony.place(call(id)).pipe(toArray()))),
    );
    for (const events of ends)
      expect(events.map(({ type }) => type)).toEqual(['ringing', 'answered', 'hung-up']);
    expect(fake.dialled.map(({ uuid }) => uuid).sort()).toEqual([...ids].sort());
    await telephony.close();
    await server.close();
  });

  it('what nobody listens on is down, and says why', async () => {
    const server = await givenServed();
    await server.close();
    const telephony = givenTelephony(server.port);
    expect(await telephony.check()).toEqual({
      status: GatewayStatus.Down,
      detail: expect.stringContaining('ECONNREFUSED'),
    });
    await telephony.close();
  });

  it('what has broken is connected again by itself', async () => {
    const { fake, ...server } = await givenServed();
    const telephony = givenTelephony(server.port);
    expect((await telephony.check()).status).toBe(GatewayStatus.Up);
    fake.socket.disconnect();
    const again = new Promise<void>((connected) => {
      const connect = fake.socket.connect.bind(fake.socket);
      fake.socket.connect = (side) => {
        connected();
        return connect(side);
      };
    });
    await again;
    const events = await lastValueFrom(telephony.place(call('bt-1-after')).pipe(toArray()));
    expect(events.at(-1)).toMatchObject({ type: 'hung-up' });
    await telephony.close();
    await server.close();
  });
});
