import { Clock } from '@belltower/core';
import { Disposition, SipSettings } from '@belltower/dto';
import { Baresip, BARESIP, describeWith } from '@belltower/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EspeakVoice, parseWav, SAMPLE_OF_MU_LAW, Speech, SpokenSounds } from '../sound';
import { CallEvent, OutboundCall, Prompt, Telephony } from '../telephony';
import { sip } from './index';
import { likeness, loudnessOf, secondsOfTone, tone } from './testing/likeness.builder';
import { Switchboard } from './testing/switchboard';

const ID = 'bt-1-1';
const NUMBER = '+12025550123';
const AGENT = '+12025550177';
const MESSAGE = 'Good morning. This is the clinic. Your appointment is tomorrow at nine.';
const QUESTION = 'Please press one.';
const GOODBYE = 'Thank you very much. Goodbye.';

/** Keeps what it has spoken: each text is made once. */
const VOICE = new EspeakVoice();

const said = (text: string): Prompt => ({ kind: 'text', text, language: null });

describeWith([BARESIP, '/usr/bin/espeak-ng'])('a softphone that is called', () => {
  let telephony: Telephony;
  let phones: Baresip[] = [];
  let switchboard: Switchboard | undefined;
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'belltower-calls-'));
  });
  afterEach(async () => {
    await telephony.close();
    switchboard?.close();
    await Promise.all(phones.map((phone) => phone.end()));
    phones = [];
    await rm(dataDir, { recursive: true, force: true });
  });

  const newPhone = async (number: string, speech?: Int16Array) => {
    const phone = await Baresip.answering(number, speech);
    phones.push(phone);
    return phone;
  };
  const connect = (port: number) => {
    const settings = Object.assign(new SipSettings(), { host: '127.0.0.1', port });
    const sounds = new SpokenSounds(VOICE);
    const clock = new Clock();
    telephony = sip.create({ gatewayId: 1, settings, dataDir, clock, sounds });
  };
  /** Places a call and lets each event be answered; resolves with all of them. */
  const call = (values: Partial<OutboundCall>, react: (event: CallEvent) => unknown) => {
    const events: CallEvent[] = [];
    return new Promise<CallEvent[]>((resolve) =>
      telephony
        .place({
          id: ID,
          number: NUMBER,
          callerId: null,
          callerName: null,
          ringTimeoutSeconds: 20,
          maxCallSeconds: 40,
          opening: { prompt: null, waitSeconds: 40 },
          prompts: [],
          keys: [],
          ...values,
        })
        .subscribe({
          next: (event) => {
            events.push(event);
            react(event);
          },
          complete: () => resolve(events),
        }),
    );
  };
  const goodbye = ({ type }: CallEvent) => type === 'waited' && telephony.hangUp(ID);
  const heardBy = async (phone: Baresip) => {
    const { samplesPerSecond, samples } = parseWav(await phone.recording())!;
    expect(samplesPerSecond).toBe(8_000);
    return samples;
  };

  it('hears the message as it was spoken, and its keys are heard', async () => {
    const message = loudnessOf(await spoken(MESSAGE));
    const phone = await newPhone(NUMBER);
    connect(phone.port);
    const ended = call({ opening: { prompt: said(MESSAGE), waitSeconds: 1 } }, goodbye);
    await Promise.race([phone.hearing(), ended]);
    for (const key of ['7', '#']) phone.press(key);
    const events = await ended;
    expect(events.at(-1)).toMatchObject({ disposition: Disposition.Answered });
    expect(events.flatMap((event) => (event.type === 'digit' ? event.digit : []))).toEqual([
      '7',
      '#',
    ]);
    expect(likeness(loudnessOf(await heardBy(phone)), message)).toBeGreaterThan(0.8);
  });

  it('hears something else once a key has been pressed', async () => {
    const [, answer] = [await spoken(QUESTION), loudnessOf(await spoken(GOODBYE))];
    const phone = await newPhone(NUMBER);
    connect(phone.port);
    const opening = { prompt: said(QUESTION), waitSeconds: 20 };
    const ended = call({ opening, prompts: [said(GOODBYE)] }, (event) => {
      goodbye(event);
      if (event.type === 'digit')
        void telephony.play(ID, { prompt: said(GOODBYE), waitSeconds: 1 });
    });
    await Promise.race([phone.hearing(), ended]);
    phone.press('1');
    const types = (await ended).map(({ type }) => type);
    expect(types.slice(-4)).toEqual(['answered', 'digit', 'waited', 'hung-up']);
    expect(likeness(loudnessOf(await heardBy(phone)), answer)).toBeGreaterThan(0.8);
  });

  it('is recorded as it spoke', async () => {
    const speech = await spoken(MESSAGE);
    const pause = new Int16Array(8_000);
    const phone = await newPhone(NUMBER, Int16Array.from([...pause, ...speech]));
    connect(phone.port);
    const events = await call({}, ({ type }) => {
      if (type === 'answered') void telephony.record(ID, { maxSeconds: 20, silenceSeconds: 4 });
      if (type === 'recorded') void telephony.hangUp(ID);
    });
    const recorded = events.find((event) => event.type === 'recorded')!.recording!;
    expect(Math.abs(recorded.seconds - speech.length / 8_000)).toBeLessThan(1.5);
    const samples = Int16Array.from(recorded.pcmu, (byte) => SAMPLE_OF_MU_LAW[byte]!);
    expect(likeness(loudnessOf(samples), loudnessOf(speech))).toBeGreaterThan(0.9);
  });

  it('hears another to whom it is transferred, and is heard', async () => {
    const [callee, agent] = [
      await newPhone(NUMBER, tone(600, 30)),
      await newPhone(AGENT, tone(1_000, 30)),
    ];
    switchboard = await Switchboard.to(
      new Map([
        [NUMBER, callee.port],
        [AGENT, agent.port],
      ]),
    );
    connect(switchboard.port);
    const target = { number: AGENT, callerId: null, ringTimeoutSeconds: 20 };
    const ended = call({}, ({ type }) => {
      if (type === 'answered') void telephony.transfer(ID, target);
    });
    await Promise.race([agent.hearing(), ended]);
    await Promise.all([agent.hears(3), callee.hears(3)]);
    agent.hangUp();
    const events = await ended;
    expect(events.map(({ type }) => type).slice(-3)).toEqual([
      'answered',
      'transferred',
      'hung-up',
    ]);
    expect(events.at(-1)).toMatchObject({ disposition: Disposition.Answered });
    expect(secondsOfTone(await heardBy(callee), 1_000)).toBeGreaterThan(1);
    expect(secondsOfTone(await heardBy(agent), 600)).toBeGreaterThan(1);
  });
});

/** The sound of a text, from the bytes that are sent. */
async function spoken(text: string): Promise<Int16Array> {
  const speech = await new Promise<Speech | null>((resolve) => VOICE.speak(text, 'en-us', resolve));
  return Int16Array.from(speech!.pcmu, (byte) => SAMPLE_OF_MU_LAW[byte]!);
}
