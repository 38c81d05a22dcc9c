import { Disposition } from '@belltower/dto';
import { shareReplay } from 'rxjs';
import { CallEvent } from '../telephony';
import { all, typesOf } from '../contract-desk';
import { givenAsteriskTelephony } from './asterisk-telephony.builder';
import { RecordedAsterisk } from './testing/recorded-asterisk';

const { Answered, Busy, NoAnswer, Rejected, InvalidNumber, Blocked, Congestion } = Disposition;

/** What is told of a call that a real Asterisk 20 has told of before. */
async function replay(name: string, ringTimeoutSeconds = 30) {
  const { telephony, time, far } = givenAsteriskTelephony(
    (timers) => new RecordedAsterisk(name, timers),
  );
  const prompt = { kind: 'text', text: 'Hello', language: null } as const;
  const events = telephony
    .place({
      id: 'bt-1-1',
      number: '+12025550123',
      callerId: '+12025550100',
      callerName: null,
      ringTimeoutSeconds,
      maxCallSeconds: 60,
      opening: { prompt, waitSeconds: 5 },
      prompts: [],
      keys: [],
    })
    .pipe(shareReplay());
  events.subscribe();
  await time.passing(20);
  const told: CallEvent[] = await all(events);
  await telephony.close();
  return { told, asked: far.asked };
}

const digitsOf = (events: CallEvent[]) =>
  events.flatMap((event) => (event.type === 'digit' ? [event.digit] : [])).join('');

describe('what a real Asterisk has told', () => {
  it.each([
    ['f404', InvalidNumber, 404],
    ['f480', NoAnswer, 480],
    ['f486', Busy, 486],
    ['f503', Congestion, 503],
    ['f603', Rejected, 603],
    ['f607', Blocked, 607],
  ])('of a call that was refused (%s) is %s', async (name, disposition, sipStatus) => {
    const { told } = await replay(name);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ type: 'hung-up', disposition, sipStatus });
  });

  it('of sound before a refusal is ringing, and no answer', async () => {
    const { told } = await replay('early_then_busy');
    expect(typesOf(told)).toEqual(['ringing', 'hung-up']);
    expect(told[1]).toMatchObject({ disposition: Busy, sipStatus: 486, q850: 17 });
  });

  it('of sound before the answer is ringing until then', async () => {
    const { told, asked } = await replay('early_then_answer');
    expect(typesOf(told)).toEqual(['ringing', 'answered', 'hung-up']);
    expect(told[2]).toMatchObject({ disposition: Answered, sipStatus: 200, q850: 16 });
    expect(asked).toContain('POST channels/bt-1-1/play/bt-1-1.p1');
  });

  it.each([
    ['auth_dtmf_bye', '1*'],
    ['info_bye', '5#'],
  ])('of keys (%s) is every key, once', async (name, digits) => {
    const { told } = await replay(name);
    expect(digitsOf(told)).toBe(digits);
    expect(told.at(-1)).toMatchObject({ disposition: Answered });
  });

  it('of a phone that rings is no answer by our own time, whatever status the switch makes of it', async () => {
    const { told, asked } = await replay('noanswer', 4);
    expect(typesOf(told)).toEqual(['ringing', 'hung-up']);
    expect(told[1]).toMatchObject({ disposition: NoAnswer });
    expect(told[1]).not.toHaveProperty('sipStatus');
    expect(asked).toContain('DELETE channels/bt-1-1');
  });
});
