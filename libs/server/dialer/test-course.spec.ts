import { Disposition } from '@belltower/dto';
import { GatewayRecord } from '@belltower/gateway';
import { CallEvent, Telephony } from '@belltower/telephony';
import { Script } from './script';
import { CampaignTestCourse } from './test-course';

const PLACED = Date.parse('2026-06-01T10:00:00Z');
const at = (seconds: number) => new Date(PLACED + seconds * 1_000);
const SCRIPT = {
  accountId: 3,
  callerName: 'Clinic',
  audioId: null,
  message: 'Hello {first_name|friend}.',
  language: 'en-us',
  optOutKey: '9',
  optOutConfirmation: null,
  repeatKey: null,
  transferKey: '0',
  transferNumber: '+442079460123',
  questions: [],
  recordPrompt: null,
  recordSeconds: 30,
  goodbye: 'Goodbye.',
  ringTimeoutSeconds: 30,
  maxCallSeconds: 60,
  maxRetries: 0,
  retryAfterSeconds: 300,
  retryOn: [],
  retryRules: [],
} as unknown as Script;
const GATEWAY = {
  ...{ id: 5, name: 'Trunk', stripPrefix: null, addPrefix: null, allowedPrefixes: ['+1'] },
  ...{ minRingTimeoutSeconds: null, maxRingTimeoutSeconds: 20 },
} as unknown as GatewayRecord;

/** What was asked of the line. */
class Asked {
  readonly words: string[] = [];
  readonly heard: CallEvent[] = [];
  readonly telephony = {
    play: async () => this.note('play'),
    record: async () => this.note('record'),
    transfer: async () => this.note('transfer'),
  } as unknown as Telephony;
  readonly hear = (event: CallEvent) => void this.heard.push(event);
  readonly hangUp = () => this.note('hang up');

  private note(word: string): void {
    this.words.push(word);
  }
}

describe('a test call that goes the way of a campaign', () => {
  const given = () => {
    const call = { accountId: 3, campaignId: 1, number: '+12025550123', callerId: '+12025550100' };
    const values = { first_name: 'Ana' };
    return new CampaignTestCourse(
      GATEWAY,
      { ...call, values },
      SCRIPT,
      '12025550123',
      () => PLACED + 9_000,
    );
  };

  it('is placed as a real one would be, under an id of no ledger', () => {
    const { call, placed } = given();
    expect(call).toMatchObject({
      id: expect.stringMatching(/^bt-test-[\w-]{36}$/) as string,
      number: '12025550123',
      callerId: '+12025550100',
      callerName: 'Clinic',
      ringTimeoutSeconds: 20,
      maxCallSeconds: 60,
      opening: { prompt: { kind: 'text', text: 'Hello Ana.', language: 'en-us' } },
      prompts: [{ text: 'Goodbye.' }],
      keys: ['9', '0'],
    });
    expect(placed).toBe('12025550123 over Trunk');
  });

  it('tells each event once, and does what the keys ask for', () => {
    const course = given();
    const line = new Asked();
    const hear = (event: CallEvent) => {
      const { told, act } = course.hear(event);
      act?.(line);
      return told.map((one) => one.event);
    };
    expect(hear({ type: 'ringing', at: at(1) })).toEqual(['ringing']);
    expect(hear({ type: 'answered', at: at(2) })).toEqual(['answered']);
    expect(hear({ type: 'answered', at: at(2) })).toEqual([]);
    expect(hear({ type: 'digit', digit: '0', at: at(3) })).toEqual(['digit', 'transfer']);
    // Its gateway may not call there.
    expect(line.heard).toMatchObject([
      { type: 'transfer-failed', disposition: Disposition.Blocked },
    ]);
    expect(hear(line.heard[0]!)).toEqual(['transfer-failed']);
    expect(line.words).toEqual(['play']);
    expect(hear({ type: 'digit', digit: '9', at: at(5) })).toEqual(['digit', 'opt-out']);
    expect(line.words).toEqual(['play', 'hang up']);
    const end = { type: 'hung-up', disposition: Disposition.Answered, at: at(6) } as const;
    expect(hear(end)).toEqual(['hung-up']);
  });
});
