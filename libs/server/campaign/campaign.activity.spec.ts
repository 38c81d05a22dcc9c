import { Channel } from '@belltower/dto';
import { sentenceOf } from './campaign.activity';

const timeZone = 'Europe/Madrid';
const said = (action: string, detail: Record<string, unknown> = {}, channel = Channel.Voice) =>
  sentenceOf({ action, detail }, { timeZone, channel });
const changed = (changes: Record<string, { from: unknown; to: unknown }>) =>
  said('campaign.changed', { changes });

describe('the activity of a campaign', () => {
  it('tells changes in the words of the form', () => {
    expect(
      changed({ callsPerMinute: { from: 60, to: 1_200 }, channels: { from: null, to: 5 } }),
    ).toBe('Changed calls per minute from 60 to 1,200, channels from none to 5');
  });

  it('tells times in the campaign’s zone, and days by name', () => {
    expect(
      changed({
        endsAt: { from: '2026-06-01T08:00:00.000Z', to: '2026-06-02T08:00:00.000Z' },
        weekDays: { from: ['monday'], to: ['monday', 'tuesday'] },
      }),
    ).toBe(
      'Changed finish from 1 Jun 2026, 10:00 to 2 Jun 2026, 10:00, week days from monday to monday, tuesday',
    );
  });

  it('tells retries by outcome as a person would say them', () => {
    const rules = [
      { disposition: 'busy', times: 3, afterSeconds: 600 },
      { disposition: 'no-answer', times: null, afterSeconds: 86_400 },
    ];
    expect(changed({ retryRules: { from: [], to: rules } })).toBe(
      'Changed retries by outcome from none to busy at most 3 times, after 10 minutes; no answer after 1 day',
    );
  });

  it('does not quote long texts or ids', () => {
    expect(changed({ message: { from: 'a', to: 'b' }, phonebookIds: { from: [1], to: [2] } })).toBe(
      'Changed message, phonebooks',
    );
  });

  it('speaks of messages where the campaign sends them', () => {
    const detail = {
      changes: { callsPerMinute: { from: 60, to: 90 }, callerId: { to: 'Clinic' } },
    };
    expect(said('campaign.changed', detail, Channel.Sms)).toBe(
      'Changed messages per minute from 60 to 90, sender from none to Clinic',
    );
    expect(said('campaign.subscribers-retried', { subscribers: 3 }, Channel.Sms)).toBe(
      'Had 3 numbers texted again at once',
    );
  });

  it('says what happened by itself and to whom', () => {
    expect(said('campaign.expired')).toBe('Ended: its finish time came');
    expect(said('campaign.stopped', { hangUp: true })).toBe(
      'Stopped, and hung up the calls on the line',
    );
    expect(said('campaign.subscribers-removed', { subscribers: 1 })).toBe(
      'Took 1 number out of the campaign',
    );
  });
});
