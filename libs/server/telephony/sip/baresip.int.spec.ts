import { Clock } from '@belltower/core';
import { Disposition, SipSettings } from '@belltower/dto';
import { Baresip, describeWith, BARESIP } from '@belltower/testing';
import { CallEvent } from '../telephony';
import { sip } from './index';
import { Speech } from './media';
import { EspeakVoice } from './espeak-voice';
import { parseWav } from './wav';

const NUMBER = '+12025550123';
const MESSAGE = 'Good morning. This is the clinic. Your appointment is tomorrow at nine.';

describeWith([BARESIP, '/usr/bin/espeak-ng'])('a softphone that is called', () => {
  it('hears the message as it was spoken, and its keys are heard', async () => {
    const phone = await Baresip.answering(NUMBER);
    const settings = Object.assign(new SipSettings(), { host: '127.0.0.1', port: phone.port });
    const telephony = sip.create({ gatewayId: 1, settings, dataDir: '', clock: new Clock() });
    const events: CallEvent[] = [];
    const ended = new Promise<void>((complete) =>
      telephony
        .place({
          id: 'bt-1-1',
          number: NUMBER,
          callerId: null,
          callerName: null,
          ringTimeoutSeconds: 20,
          maxCallSeconds: 40,
          message: MESSAGE,
          keys: [],
        })
        .subscribe({ next: (event) => events.push(event), complete }),
    );
    try {
      await phone.hearing();
      for (const key of ['7', '#']) phone.press(key);
      await ended;
      expect(events.at(-1)).toMatchObject({ disposition: Disposition.Answered });
      expect(events.flatMap((event) => (event.type === 'digit' ? event.digit : []))).toEqual([
        '7',
        '#',
      ]);
      const heard = parseWav(await phone.recording())!;
      expect(heard.samplesPerSecond).toBe(8_000);
      expect(likeness(loudnessOf(heard.samples), await loudnessSpoken())).toBeGreaterThan(0.8);
    } finally {
      await telephony.close();
      await phone.end();
    }
  });
});

/** Loudness of every fiftieth of a second. */
function loudnessOf(samples: Int16Array): number[] {
  const parts = Math.floor(samples.length / 160);
  return Array.from({ length: parts }, (_, part) => {
    const frame = samples.subarray(part * 160, part * 160 + 160);
    return Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / 160);
  });
}

/** The same of what was spoken, from the bytes that were sent. */
async function loudnessSpoken(): Promise<number[]> {
  const speech = await new Promise<Speech | null>((resolve) =>
    new EspeakVoice('en-us').speak(MESSAGE, resolve),
  );
  return loudnessOf(Int16Array.from(speech!.pcmu, sampleOf));
}

/** The sample that a µ-law byte stands for (ITU-T G.711). */
function sampleOf(byte: number): number {
  const inverted = ~byte & 0xff;
  const magnitude = (((inverted & 0x0f) << 3) + 0x84) << ((inverted >> 4) & 7);
  return inverted & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}

/** The best correlation over the shifts that a start of up to two seconds later or earlier makes. */
function likeness(heard: readonly number[], spoken: readonly number[]): number {
  const shifts = Array.from({ length: 201 }, (_, index) => index - 100);
  return Math.max(
    ...shifts.map((shift) =>
      correlation(
        spoken,
        spoken.map((_, at) => heard[at + shift] ?? 0),
      ),
    ),
  );
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [middle, otherMiddle] = [mean(one), mean(other)];
  let [both, first, second] = [0, 0, 0];
  one.forEach((value, at) => {
    const [a, b] = [value - middle, other[at]! - otherMiddle];
    both += a * b;
    first += a * a;
    second += b * b;
  });
  return both / Math.sqrt(first * second || 1);
}
