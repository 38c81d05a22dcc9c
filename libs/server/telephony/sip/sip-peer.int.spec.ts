import { Disposition } from '@belltower/dto';
import { describeWithSipp, Sipp } from '@belltower/testing';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { lastValueFrom, tap, toArray } from 'rxjs';
import { CallEvent, HungUp } from '../telephony';
import { SipTelephony } from './sip-telephony';
import { givenRealSipTelephony } from './sip-telephony.builder';

const NETWORK = resolve(__dirname, '../../../../docker/sip-peer/network.xml');

jest.setTimeout(60_000);

describeWithSipp('the phone network to try with', () => {
  let sipp: Sipp;
  let telephony: SipTelephony;

  afterEach(async () => {
    await telephony.close();
    await sipp.end();
  });

  it('answers and presses a key, and refuses by the last digit', async () => {
    sipp = await Sipp.play(readFileSync(NETWORK, 'utf8'), { calls: 5 });
    telephony = givenRealSipTelephony({ port: sipp.port });
    const call = (digit: number) => {
      const id = `bt-1-${digit}`;
      // Whoever pressed a key has heard enough.
      const enough = ({ type }: CallEvent) =>
        void (type === 'digit' && setImmediate(() => void telephony.hangUp(id)));
      const events = telephony.place({
        id,
        number: `+1202555012${digit}`,
        callerId: '+12025550100',
        callerName: null,
        ringTimeoutSeconds: 10,
        maxCallSeconds: 30,
        opening: { prompt: { kind: 'text', text: 'Hello', language: null }, waitSeconds: 1 },
        prompts: [],
        keys: [],
      });
      return lastValueFrom(events.pipe(tap(enough), toArray()));
    };
    const told = await Promise.all([1, 2, 3, 4, 5].map(call));
    expect(told[0]!.map(({ type }) => type)).toEqual(['ringing', 'answered', 'digit', 'hung-up']);
    const { Answered, Busy, InvalidNumber, NoAnswer, Congestion } = Disposition;
    expect(told.map((events) => (events.at(-1) as HungUp).disposition)).toEqual([
      Answered,
      Busy,
      InvalidNumber,
      NoAnswer,
      Congestion,
    ]);
    expect(await sipp.complaint()).toBeNull();
  });
});
