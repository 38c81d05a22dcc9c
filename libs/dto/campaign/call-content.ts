import {
  ArrayNotEmpty,
  buildMessage,
  IsArray,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  validateSync,
  ValidationArguments,
} from 'class-validator';
import { Field } from '../field/field';
import { fieldsOf } from '../field/fields-of';
import { IsNotBlank } from '../field/rules';
import { FieldProblem, problemsOf } from '../field/standard-schema';
import { placeholderProblem, placeholdersOf } from './placeholders';

/** Most questions of one campaign. */
export const MOST_QUESTIONS = 10;
/** Longest text that is spoken at once, in characters. */
export const LONGEST_SPOKEN = 4_000;
/** Shortest and longest recording of what a callee says, in seconds. */
export const RECORDING_SECONDS = { min: 5, max: 120 } as const;

const KEY = /^[0-9*#]$/;
const KEYS = '0123456789*#';

/** Text that may hold placeholders, well formed. */
export const HasPlaceholders = (): PropertyDecorator =>
  ValidateBy({
    name: 'hasPlaceholders',
    validator: {
      validate: (value) => typeof value !== 'string' || placeholderProblem(value) === null,
      defaultMessage: (args) => `$property ${placeholderProblem(String(args?.value))}`,
    },
  });

/** A key of a telephone. */
export const IsKey = (): PropertyDecorator =>
  Matches(KEY, { message: '$property must be one of 0–9, * and #' });

/** One of the answers to a question: the key, and what it stands for. */
export class Answer {
  @Field({ label: 'Key' })
  @IsKey()
  key = '';

  @Field({ label: 'Stands for' })
  @Length(1, 60)
  @IsNotBlank()
  label = '';
}

/** Something a callee is asked, and answers by a key. */
export class Question {
  /** By which reports know it; each of a campaign has its own. */
  @Field({ label: 'Name', hint: 'For the report, such as “Coming on Friday”' })
  @Length(1, 60)
  @IsNotBlank()
  name = '';

  /** From the account's library; where there is one, it is heard in place of the text. */
  @Field({ label: 'Recording', relation: 'audio', hint: 'Played in place of the text' })
  @IsOptional()
  @IsInt()
  @Min(1)
  audioId?: number | null;

  @Field({ label: 'Question', kind: 'multiline' })
  @ValidateIf(({ audioId, text }: Question) => !audioId || !!text)
  @MinLength(1, { message: '$property must be written, or a recording chosen' })
  @MaxLength(LONGEST_SPOKEN)
  @IsNotBlank()
  @HasPlaceholders()
  text = '';

  @Field({ label: 'Answers', of: Answer })
  @IsArray()
  @ArrayNotEmpty({ message: '$property needs at least one' })
  answers: Answer[] = [];

  @Field({ label: 'Asked again', unit: 'times', hint: 'Where no key or another key is pressed' })
  @IsInt()
  @Min(0)
  @Max(5)
  repeats: number | null = 1;

  @Field({ label: 'Wait for a key', unit: 'seconds' })
  @IsInt()
  @Min(2)
  @Max(30)
  waitSeconds: number | null = 6;
}

/** Properties that hold keys which mean the same all through a call. */
const COMMAND_KEYS = ['optOutKey', 'repeatKey', 'transferKey'] as const;

const COMMAND_WORDS: Readonly<Record<string, string>> = {
  optOutKey: 'opts out',
  repeatKey: 'repeats',
  transferKey: 'connects',
};

/** A key that means nothing else in the same call. */
export const IsOwnKey = (): PropertyDecorator =>
  ValidateBy({
    name: 'isOwnKey',
    validator: {
      validate: (_, args) => otherMeaning(args) === null,
      defaultMessage: (args) =>
        `$property must differ: ${String(args?.value)} already ${otherMeaning(args) ?? ''}`,
    },
  });

/** What the key does already, by the properties that come before its own. */
function otherMeaning(args?: ValidationArguments): string | null {
  const record = (args?.object ?? {}) as Record<string, unknown>;
  const own = COMMAND_KEYS.findIndex((name) => name === args?.property);
  const other = COMMAND_KEYS.slice(0, own).find((name) => record[name] === args?.value);
  return other === undefined ? null : COMMAND_WORDS[other]!;
}

/** Questions with names of their own, and with answers whose keys mean nothing else. */
export const IsQuestions = (): PropertyDecorator =>
  ValidateBy({
    name: 'isQuestions',
    validator: {
      validate: (value, args) => problemOf(value, args) === null,
      defaultMessage: buildMessage((_, args) => `$property: ${problemOf(args?.value, args)}`),
    },
  });

/** The same questions in one shape, without spaces around what people read. */
export function canonicalQuestions(questions: readonly Partial<Question>[]): Question[] {
  return questions.map((given) => {
    const question = { ...new Question(), ...given };
    const { name, audioId, text, answers, repeats, waitSeconds } = question;
    return {
      name: name.trim(),
      ...(audioId ? { audioId } : {}),
      text: (text ?? '').trim(),
      answers: answers.map(({ key, label }) => ({ key, label: label.trim() })),
      repeats,
      waitSeconds,
    };
  });
}

/** Whatever a call may say, written or recorded. */
export interface Spoken {
  audioId?: number | null;
  message?: string | null;
  optOutAudioId?: number | null;
  optOutConfirmation?: string | null;
  questions?: readonly Pick<Question, 'text' | 'audioId'>[] | null;
  recordAudioId?: number | null;
  recordPrompt?: string | null;
  goodbyeAudioId?: number | null;
  goodbye?: string | null;
}

/** The names that the texts of a campaign ask for, each once; of texts that a recording takes the place of, none. */
export function placeholdersIn(content: Spoken): string[] {
  const texts = [
    content.audioId ? '' : content.message,
    ...(content.questions ?? []).map(({ audioId, text }) => (audioId ? '' : text)),
    content.recordAudioId ? '' : content.recordPrompt,
    content.goodbyeAudioId ? '' : content.goodbye,
    content.optOutAudioId ? '' : content.optOutConfirmation,
  ];
  return [...new Set(texts.flatMap((text) => placeholdersOf(text ?? '')))];
}

/** Fields of a campaign that name a recording, each in place of a text. */
export const AUDIO_FIELDS = [
  'audioId',
  'optOutAudioId',
  'recordAudioId',
  'goodbyeAudioId',
] as const;

/** A recording of the account's library, and what of a campaign plays it. */
export interface PlayedRecording {
  audioId: number;
  /** The field of the campaign that names it. */
  field: (typeof AUDIO_FIELDS)[number] | 'questions';
  /** For people: where in that field, such as `No. 2`; blank where there is but one. */
  place: string;
}

/** The recordings that the calls of a campaign play. */
export function recordingsIn(content: Spoken): PlayedRecording[] {
  const named = AUDIO_FIELDS.flatMap((field) => {
    const audioId = content[field];
    return audioId ? [{ audioId, field, place: '' }] : [];
  });
  const asked = (content.questions ?? []).flatMap(({ audioId }, index) =>
    audioId ? [{ audioId, field: 'questions' as const, place: `No. ${index + 1}` }] : [],
  );
  return [...named, ...asked];
}

/** What of a campaign would be silence, in words for people: neither written nor recorded. */
export function silentParts({ audioId, message, questions }: Spoken): FieldProblem[] {
  const isSaid = (part: { audioId?: number | null; text?: string | null }) =>
    !!part.audioId || !!part.text?.trim();
  const silent = isSaid({ audioId, text: message })
    ? []
    : [
        {
          field: 'message',
          message: 'It has nothing to say: write a message, or choose a recording',
        },
      ];
  return [
    ...silent,
    ...(questions ?? []).flatMap((question, index) =>
      isSaid(question)
        ? []
        : [
            {
              field: 'questions',
              message: `Question ${index + 1} has nothing to ask: write it, or choose a recording`,
            },
          ],
    ),
  ];
}

/** A question as a person would read it: `Name: 1 Yes, 2 No`. */
export function questionWords({ name, answers }: Question): string {
  return `${name}: ${answers.map(({ key, label }) => `${key} ${label}`).join(', ')}`;
}

/** What is wrong with the questions, in words; null where nothing is. */
function problemOf(value: unknown, args?: ValidationArguments): string | null {
  if (!Array.isArray(value)) return 'a list of questions is expected';
  if (value.length > MOST_QUESTIONS) return `at most ${MOST_QUESTIONS} can be asked in a call`;
  const taken = new Map<string, string>();
  const record = (args?.object ?? {}) as Record<string, unknown>;
  for (const name of COMMAND_KEYS)
    if (typeof record[name] === 'string') taken.set(record[name], COMMAND_WORDS[name]!);
  const names = new Set<string>();
  for (const [index, question] of (value as unknown[]).entries()) {
    const problem = problemOfQuestion(question, taken);
    if (problem) return `No. ${index + 1}: ${problem}`;
    const name = (question as Question).name.trim().toLowerCase();
    if (names.has(name)) return `two of them are called ${(question as Question).name.trim()}`;
    names.add(name);
  }
  return null;
}

function problemOfQuestion(question: unknown, taken: ReadonlyMap<string, string>): string | null {
  const problem = problemOfRecord(Question, question, 'a question');
  if (problem) return problem;
  const { answers } = question as Question;
  const keys = new Set<string>();
  for (const answer of answers as unknown[]) {
    const wrong = problemOfRecord(Answer, answer, 'an answer');
    if (wrong) return wrong;
    const { key } = answer as Answer;
    if (keys.has(key)) return `key ${key} stands for two answers`;
    if (taken.has(key)) return `key ${key} already ${taken.get(key)}`;
    keys.add(key);
  }
  return answers.length > KEYS.length ? 'there are not as many keys' : null;
}

/** What class-validator says about a record within a list; a name that it does not have is refused too. */
function problemOfRecord<T extends object>(
  dto: new () => T,
  given: unknown,
  word: string,
): string | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return `${word} is expected to have ${listed(fieldsOf(dto).map(({ name }) => name))}`;
  const names = fieldsOf(dto).map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown) return `${word} has no ${unknown}`;
  const [problem] = problemsOf(dto, validateSync(Object.assign(new dto(), given)));
  return problem?.message ?? null;
}

const listed = (names: readonly string[]) =>
  `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
