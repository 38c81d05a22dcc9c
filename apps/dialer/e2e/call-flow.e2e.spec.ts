import { LedgerEntry } from '@belltower/telephony';
import {
  CampaignRow,
  givenCampaign,
  givenGateway,
  givenSubscribers,
} from '../../../libs/server/dialer/dialer.builder';
import { givenAudio } from '../../../libs/server/audio/audio.builder';
import { DialingRoom, openDialingRoom } from '../testing/start-dialer';

jest.setTimeout(120_000);

const NUMBERS = 120;

let room: DialingRoom;

beforeEach(async () => {
  room = await openDialingRoom();
});
afterEach(() => room.close());

const QUESTIONS = [
  {
    name: 'Coming?',
    text: 'Will you come, {first_name|friend}? Press 1 for yes, 2 for no.',
    answers: [
      { key: '1', label: 'Yes' },
      { key: '2', label: 'No' },
    ],
    repeats: 1,
    waitSeconds: 5,
  },
  {
    name: 'When?',
    text: 'Press 3 for Friday, 4 for Saturday.',
    answers: [
      { key: '3', label: 'Friday' },
      { key: '4', label: 'Saturday' },
    ],
    repeats: 0,
    waitSeconds: 5,
  },
];

/** A campaign with everything that a call can do, over a carrier whose people stay until they are told goodbye. */
async function called(values: Partial<CampaignRow> = {}, settings: object = {}) {
  const { source: db } = room.database;
  const gateway = await givenGateway(db, room.accountId, {
    settings: {
      speed: 100,
      answered: 80,
      machine: 5,
      noAnswer: 15,
      busy: 0,
      rejected: 0,
      invalidNumber: 0,
      congestion: 0,
      failed: 0,
      ringSecondsFrom: 1,
      ringSecondsUntil: 3,
      talkSecondsMean: 3_000,
      talkSecondsMost: 3_600,
      answerPercent: 75,
      keyPressPercent: 0,
      ...settings,
    },
  });
  const campaign = await givenCampaign(db, room.accountId, [gateway], {
    message: 'Good morning.',
    max_call_seconds: 3_600,
    opt_out_key: '9',
    opt_out_confirmation: 'As you wish.',
    repeat_key: '*',
    transfer_key: '0',
    transfer_number: '+12025550199',
    questions: QUESTIONS,
    record_prompt: 'Say why.',
    goodbye: 'Goodbye.',
    placeholders: ['first_name'],
    ...values,
  });
  await givenSubscribers(db, room.accountId, campaign, NUMBERS);
  await room.start();
  await room.until(`select from campaign where status = 'finished'`);
  return { campaign, ledger: await room.ledger(gateway) };
}

const sums = (question: string) =>
  room.query<{ answer: string; calls: number }>(
    'select answer, calls::int from answer_stat where question = $1 order by answer',
    [question],
  );

/** How many pressed a key as the first of some, by the carrier's own record. */
function pressed(ledger: readonly LedgerEntry[], keys: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { digits } of ledger) {
    const first = [...digits].find((digit) => keys.includes(digit));
    if (first) counts[first] = (counts[first] ?? 0) + 1;
  }
  return counts;
}

const without = (rows: { answer: string; calls: number }[], left: string) =>
  Object.fromEntries(
    rows.filter(({ answer }) => answer !== left).map(({ answer, calls }) => [answer, calls]),
  );

describe('a campaign that asks', () => {
  it('reports the answers that were pressed, by the word of the carrier', async () => {
    const { ledger } = await called();
    const coming = await sums('Coming?');
    const when = await sums('When?');
    expect(without(coming, '')).toEqual(pressed(ledger, '12'));
    expect(without(when, '')).toEqual(pressed(ledger, '34'));
    // Everybody was asked both, and is counted by one answer or by none.
    const [{ persons }] = (await room.query(
      `select count(*)::int persons from call where disposition = 'answered'`,
    )) as [{ persons: number }];
    for (const rows of [coming, when])
      expect(rows.reduce((sum, { calls }) => sum + calls, 0)).toBe(persons);
    // The sums are those of the calls.
    expect(
      await room.query(
        `select key as question, value as answer, count(*)::int calls
           from call cross join jsonb_each_text(answers) group by 1, 2 order by 1, 2`,
      ),
    ).toEqual(
      await room.query(
        `select question, answer, calls::int from answer_stat where question <> '' order by 1, 2`,
      ),
    );
    // Each of its own call, and of nobody who said nothing.
    const [{ recorded, kept }] = (await room.query(
      `select (select calls::int from answer_stat where question = '' and answer = 'recorded') recorded,
              (select count(*)::int from recording join call
                 on call.account_id = recording.account_id and call.id = recording.call_id
                where octet_length(pcmu) > 4000 and 'recorded' = any (marks)) kept`,
    )) as [{ recorded: number; kept: number }];
    expect(recorded).toBeGreaterThan(0);
    expect(kept).toBe(recorded);
    const machines = await room.query(
      `select from call where disposition = 'machine' and (answers is not null or marks is not null)`,
    );
    expect(machines).toEqual([]);
  });

  it('asks by recordings as it asks in words', async () => {
    const { source: db } = room.database;
    const audioId = await givenAudio(db, room.accountId, new Int16Array(8_000));
    const recorded = QUESTIONS.map((question) => ({ ...question, audioId, text: '' }));
    const { ledger } = await called({ audio_id: audioId, message: '', questions: recorded });
    expect(without(await sums('Coming?'), '')).toEqual(pressed(ledger, '12'));
    expect(without(await sums('When?'), '')).toEqual(pressed(ledger, '34'));
    expect(Object.keys(pressed(ledger, '12'))).toEqual(['1', '2']);
  });

  it('opts out, connects and repeats on keys, whatever is being said', async () => {
    // A channel for another party takes the leader a moment, in which nobody's patience is to end.
    const settings = { keyPressPercent: 100, talkSecondsMean: 40, speed: 20 };
    const { ledger } = await called({}, settings);
    const keys = await room.query<{ number: string; digits: string; marks: string[] | null }>(
      'select number, digits, marks from call where digits is not null order by number',
    );
    const said = ledger
      .filter(({ digits }) => digits)
      .map(({ number, digits }) => ({ number, digits }))
      .sort((one, other) => one.number.localeCompare(other.number));
    expect(keys.map(({ number, digits }) => ({ number, digits }))).toEqual(said);
    const optedOut = await room.query<{ number: string }>(
      'select number from opt_out order by number',
    );
    expect(optedOut.length).toBeGreaterThan(0);
    expect(optedOut.map(({ number }) => number)).toEqual(
      said.filter(({ digits }) => digits.includes('9')).map(({ number }) => number),
    );
    const marked = (mark: string) =>
      keys.filter(({ marks }) => marks?.includes(mark)).map(({ number }) => number);
    expect(marked('opted-out')).toEqual(optedOut.map(({ number }) => number));
    const connected = ledger.filter(({ transfers }) => transfers);
    expect(connected.length).toBeGreaterThan(0);
    // Some hang up before there is a channel for whom they want to speak with.
    const wanted = [...marked('transferred'), ...marked('transfer-failed')];
    expect(wanted).toEqual(expect.arrayContaining(connected.map(({ number }) => number)));
    expect(connected.map(({ number }) => number)).toEqual(
      expect.arrayContaining(marked('transferred')),
    );
    expect(marked('repeated').length).toBeGreaterThan(0);
    const counted = await sums('');
    expect(counted.map(({ answer, calls }) => [answer, calls])).toEqual(
      counted.map(({ answer }) => [answer, marked(answer).length]),
    );
  });
});
