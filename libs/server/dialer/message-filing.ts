import { Queryable } from '@belltower/core';
import { MessageState, PartReports, RetryPolicy, sizeOfMessage } from '@belltower/dto';
import { Submission } from '@belltower/messaging';
import { countryOfNumber } from '@belltower/phone-number';
import { ClaimedCall } from './claim';
import { cleanText } from './clean-text';
import { FinishedMessage, finishMessages } from './finish-messages';
import { callIdOf } from './live-call';
import { messageOutcome } from './message-outcome';
import {
  ClaimedPart,
  claimParts,
  idOf,
  keyOf,
  KnownPart,
  partsAnswered,
  settleParts,
  Told,
  writtenOf,
} from './message-parts';
import { keepReports } from './message-reports';
import { codeOf, MessageSaid, MessageStory, MOST_SAID, Report } from './message-story';

/** What came of handing a message over, with what is needed to tell what comes next. */
export interface SentMessage {
  call: ClaimedCall;
  script: RetryPolicy;
  /** With everything filled in. */
  text: string;
  /** By the server's clock. */
  submission: Submission;
  /** On which of its parts it is told what became of them; null where that is never told. */
  reports: PartReports | null;
}

/*
 * Locks ledger rows, in the order of their ids: whoever has the lock writes the message, and whoever comes after it finds
 * the row gone.
 */
const LOCK = `select id from inflight where account_id = $1 and id = any ($2::bigint[]) order by id for update`;

/**
 * Writes messages of one account to history, with what was told of them before, in the caller's transaction. Locks the
 * ledger first, then parts, then what finishing locks. Of what somebody else has written as unknown meanwhile, the answer
 * comes late.
 * @param now by the server's clock
 */
export async function fileMessages(
  db: Queryable,
  accountId: number,
  messages: readonly SentMessage[],
  now: Date,
): Promise<void> {
  const ids = messages.map(({ call }) => call.id);
  const rows = await db.query<{ id: number }[]>(LOCK, [accountId, ids]);
  const open = new Set(rows.map(({ id }) => id));
  const isOpen = ({ call }: SentMessage) => open.has(call.id);
  await write(db, accountId, messages.filter(isOpen), now);
  const late = messages.filter((message) => !isOpen(message)).flatMap(asLateAnswer);
  if (late.length) await keepReports(db, late, now);
}

async function write(
  db: Queryable,
  accountId: number,
  messages: readonly SentMessage[],
  now: Date,
): Promise<void> {
  if (!messages.length) return;
  const parts = await claimPartsOf(db, messages);
  const filed = messages.map((message) => {
    const own = parts.get(message.call.id) ?? NO_PARTS;
    return { message, own, story: storyOf(message, own) };
  });
  const finished = filed.map(({ message, story }) => finishedOf(message, story, now));
  await finishMessages(db, accountId, finished);
  const settled = filed.flatMap(({ message: { call }, own, story }) =>
    changedOf(own, story).map((part) => ({ ...part, gatewayId: call.gatewayId })),
  );
  await settleParts(db, settled);
}

/** Parts of one message: those of its answer, and those of which an answer tells that has waited. */
interface OwnParts {
  known: ClaimedPart[];
  answered: ClaimedPart[];
}

const NO_PARTS: OwnParts = { known: [], answered: [] };

/** By the message's id. An id that two messages were given is the newer one's. */
async function claimPartsOf(
  db: Queryable,
  messages: readonly SentMessage[],
): Promise<Map<number, OwnParts>> {
  const all = messages.flatMap(partsOf);
  const wanted = new Map<string, KnownPart>();
  for (const part of all) {
    const before = wanted.get(idOf(part));
    if (!before || before.createdAt < part.createdAt) wanted.set(idOf(part), part);
  }
  const known = await claimParts(db, [...wanted.values()]);
  const owners = new Map(known.map((part) => [idOf(part), part.messageId]));
  const anothers = all.filter((part) => owners.get(idOf(part)) !== part.messageId);
  const standIns = new Map(anothers.map(standIn).map((part) => [idOf(part), part]));
  known.push(...(await claimParts(db, [...standIns.values()])));
  const told = known.flatMap((part) => partsAnswered(part, part.waiting ?? []));
  const answered = await claimParts(db, told);
  const parts = new Map<number, OwnParts>();
  const of = ({ messageId }: ClaimedPart) => {
    const own = parts.get(messageId) ?? { known: [], answered: [] };
    parts.set(messageId, own);
    return own;
  };
  for (const part of known) of(part).known.push(part);
  for (const part of answered) of(part).answered.push(part);
  return parts;
}

/** By which ids reports on a message will come; on one that was not answered, by our own the answer may. */
function partsOf({ call, submission, reports }: SentMessage): KnownPart[] {
  const { state, ids } = submission;
  if (state !== MessageState.Sent && state !== MessageState.Unknown) return [];
  const { accountId, id: messageId, gatewayId, placeAt } = call;
  const of = { accountId, messageId, gatewayId, createdAt: new Date(placeAt) };
  const taken = (reports ? ids : []).map((id, at) => ({
    ...of,
    key: keyOf(id),
    part: at + 1,
    state: MessageState.Sent,
  }));
  if (state === MessageState.Sent) return taken;
  return [...taken, { ...of, key: callIdOf(call), part: 0, state }];
}

/** For a part whose id is another message's: nothing will be told of it, and its message ends when waiting ends. */
function standIn(part: KnownPart): KnownPart {
  const key = callIdOf({ accountId: part.accountId, id: part.messageId });
  return { ...part, key, part: 0, state: MessageState.Sent };
}

/** What has become of a message: its answer, and what was told before that was written. */
function storyOf({ submission, reports }: SentMessage, { known, answered }: OwnParts) {
  const { at, code } = submission;
  const state = stateOf(submission);
  const times = { submittedAt: at, stateAt: at, deliveredAt: null };
  const oneReport = reports === PartReports.One;
  const facts = { state, code: codeOf(state, code), oneReport, ...times };
  const story = new MessageStory(facts, known, answered);
  for (const { key, waiting } of [...known, ...answered])
    for (const report of waiting ?? []) story.hear(key, report);
  return story;
}

function changedOf({ known, answered }: OwnParts, story: MessageStory) {
  const changed = new Map(story.changedParts().map((part) => [part.key, part]));
  // What waited has been told.
  for (const { key, state, waiting } of [...known, ...answered])
    if (waiting && !changed.has(key)) changed.set(key, { key, state });
  return [...changed.values()];
}

/** What was given back so often that it counts has failed. */
function stateOf({ state }: Submission): Exclude<Submission['state'], MessageState.Queued> {
  return state === MessageState.Queued ? MessageState.Failed : state;
}

function finishedOf(
  { call, script, text, submission }: SentMessage,
  story: MessageStory,
  now: Date,
): FinishedMessage {
  const { attempt, setbacks, tally, number } = call;
  const { encoding, segments } = sizeOfMessage(text);
  const { state, code, submittedAt, stateAt, deliveredAt, awaits, oneReport } = story;
  const end = { state, awaits, attempt, setbacks, tally: tally ?? {}, endedAt: now };
  const history = [answerOf(submission), ...story.said].toSorted(byTime).slice(0, MOST_SAID);
  return {
    ...{ id: call.id, text, encoding, segments, country: countryOfNumber(number) ?? '' },
    ...{ state, code, submittedAt, stateAt, deliveredAt, awaits, oneReport, history },
    next: messageOutcome(end, script),
  };
}

function answerOf(submission: Submission): MessageSaid {
  const { at, code, detail, ids } = submission;
  return {
    at: at.toISOString(),
    state: stateOf(submission),
    ...(code ? { code: cleanText(code) } : {}),
    ...(detail ? { detail: cleanText(detail) } : {}),
    ...(ids.length ? { ids: ids.map(writtenOf) } : {}),
  };
}

const byTime = (one: MessageSaid, other: MessageSaid) =>
  one.at < other.at ? -1 : Number(one.at > other.at);

function asLateAnswer({ call, submission }: SentMessage): Told[] {
  const { at, code, ids } = submission;
  const state = stateOf(submission);
  if (state === MessageState.Unknown) return [];
  const named = { ids: ids.map(keyOf), written: ids.map(writtenOf) };
  const report: Report = { at: at.toISOString(), state, code, ...named };
  return [{ gatewayId: call.gatewayId, key: callIdOf(call), report }];
}
