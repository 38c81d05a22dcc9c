import { standardSchema } from '../field/standard-schema';
import {
  canonicalQuestions,
  placeholdersIn,
  Question,
  recordingsIn,
  silentParts,
} from './call-content';
import { CampaignInput } from './campaign';

const schema = standardSchema(CampaignInput);

const given = (values: object) => ({
  ...new CampaignInput(),
  name: 'Fair',
  phonebookIds: [1],
  gatewayIds: [1],
  message: 'Hello {first_name|friend}.',
  ...values,
});

/** Problems by field. */
function problemsOf(values: object): Record<string, string> {
  const answer = schema['~standard'].validate(given(values));
  return Object.fromEntries(
    (answer.issues ?? []).map(({ path, message }) => [path[0], message] as const),
  );
}

const coming: Question = {
  name: 'Coming on Friday',
  text: 'Will you come on Friday? Press 1 for yes, 2 for no.',
  answers: [
    { key: '1', label: 'Yes' },
    { key: '2', label: 'No' },
  ],
  repeats: 1,
  waitSeconds: 6,
};

describe('what a campaign says and asks', () => {
  it('is accepted whole', () => {
    expect(
      problemsOf({
        language: 'es',
        optOutKey: '9',
        optOutConfirmation: 'As you wish.',
        repeatKey: '*',
        transferKey: '0',
        transferNumber: '+12025550199',
        questions: [coming],
        recordPrompt: 'Say why.',
        goodbye: 'Goodbye {first_name}.',
      }),
    ).toEqual({});
  });

  it('asks by a recording where there is one, and looks up nothing for the text that it takes the place of', () => {
    const recorded = { ...coming, audioId: 7, text: '' };
    expect(problemsOf({ questions: [coming, { ...recorded, name: 'When' }] })).toEqual({});
    const both = { ...coming, audioId: 7, text: 'Will you come, {first_name}?' };
    expect(placeholdersIn({ audioId: 3, message: '{city}', questions: [both] })).toEqual([]);
    expect(placeholdersIn({ questions: [both, { ...both, audioId: null }] })).toEqual([
      'first_name',
    ]);
    expect(recordingsIn({ audioId: 3, questions: [coming, both] })).toEqual([
      { audioId: 3, field: 'audioId', place: '' },
      { audioId: 7, field: 'questions', place: 'No. 2' },
    ]);
    const all = { optOutAudioId: 4, recordAudioId: 5, goodbyeAudioId: 6 };
    expect(recordingsIn(all).map(({ audioId, field }) => [field, audioId])).toEqual(
      Object.entries(all),
    );
    const texts = { optOutConfirmation: '{a}', recordPrompt: '{b}', goodbye: '{c}' };
    expect(placeholdersIn(texts)).toEqual(['b', 'c', 'a']);
    expect(placeholdersIn({ ...texts, ...all })).toEqual([]);
    expect(canonicalQuestions([coming, recorded]).map(({ audioId }) => audioId)).toEqual([
      undefined,
      7,
    ]);
  });

  it('knows what would be silence', () => {
    expect(silentParts({ message: 'Hello', questions: [coming] })).toEqual([]);
    expect(silentParts({ audioId: 3, message: '', questions: [{ audioId: 7, text: '' }] })).toEqual(
      [],
    );
    const silent = silentParts({ message: ' ', questions: [coming, { text: '' }] });
    expect(silent.map(({ field }) => field)).toEqual(['message', 'questions']);
    expect(silent[1]!.message).toContain('Question 2');
  });

  it.each<[string, object, string, string]>([
    ['a brace alone', { message: 'Hello {first_name' }, 'message', 'Message has a brace'],
    ['a brace alone', { goodbye: 'x }' }, 'goodbye', 'Goodbye has a brace'],
    ['a language nobody speaks', { language: '--help' }, 'language', 'Language'],
    ['two keys that are one', { optOutKey: '9', repeatKey: '9' }, 'repeatKey', 'already opts out'],
    [
      'a key to connect with nobody',
      { transferKey: '0' },
      'transferKey',
      'Key to be connected needs the number',
    ],
    ['a number that is none', { transferNumber: "1'; --" }, 'transferNumber', 'international'],
    ['a long recording', { recordSeconds: 600 }, 'recordSeconds', '120'],
  ])('refuses %s', (_, values, field, words) => {
    expect(problemsOf(values)[field]).toContain(words);
  });

  it.each<[string, unknown, string]>([
    ['no list', 'x', 'Questions must be an array'],
    ['too many', Array.from({ length: 11 }, () => coming), 'at most 10'],
    ['no record', [null], 'No. 1'],
    ['unknown properties', [{ ...coming, then: 'x' }], 'a question has no then'],
    ['no name', [{ ...coming, name: ' ' }], 'Name must not be blank'],
    ['nothing asked', [{ ...coming, text: '' }], 'Question must'],
    ['no answers', [{ ...coming, answers: [] }], 'Answers needs at least one'],
    [
      'a key that is none',
      [{ ...coming, answers: [{ key: '12', label: 'x' }] }],
      'Key must be one of 0–9',
    ],
    ['an answer that is none', [{ ...coming, answers: ['1'] }], 'an answer is expected'],
    [
      'a key twice',
      [{ ...coming, answers: [...coming.answers, { key: '1', label: 'Maybe' }] }],
      'key 1 stands for two answers',
    ],
    ['a key that opts out', [{ ...coming, answers: [{ key: '9', label: 'x' }] }], 'key 9 already'],
    [
      'names that are one',
      [coming, { ...coming, name: 'COMING ON FRIDAY' }],
      'two of them are called COMING ON FRIDAY',
    ],
    ['endless repetition', [{ ...coming, repeats: 99 }], 'Asked again'],
    ['half a second', [{ ...coming, waitSeconds: 0.5 }], 'Wait for a key'],
    ['a brace alone', [{ ...coming, text: 'x {' }], 'brace'],
    ['no recording', [{ ...coming, audioId: 0 }], 'Recording must not be less than 1'],
    ['neither words nor a recording', [{ ...coming, text: '', audioId: null }], 'Question must'],
  ])('refuses questions with %s', (_, questions, words) => {
    expect(problemsOf({ optOutKey: '9', questions })['questions']).toContain(words);
  });
});
