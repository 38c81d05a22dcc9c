import { Queryable } from '@belltower/core';
import { CampaignStatus } from '@belltower/dto';
import {
  changeMessages,
  LockedMessage,
  lockMessages,
  lockSubscribers,
  MessageChange,
} from './message-changes';
import {
  claimParts,
  idOf,
  KnownPart,
  partsAnswered,
  partsOf,
  partsToldOf,
  settleParts,
  Told,
} from './message-parts';
import { MessageStory, MOST_SAID, Report } from './message-story';
import { Persons } from './persons';

/** A campaign whose figures have changed. */
export interface ChangedCampaign {
  accountId: number;
  campaignId: number;
}

/**
 * Takes into account what was told under ids of providers, in the caller's transaction: of messages that are known at
 * once, of others as soon as they are. Locks parts, then messages, then subscribers, each in the order of their keys.
 * @param now by the server's clock
 * @throws BeingClaimed where the transaction has to be given up and tried again
 */
export async function keepReports(
  db: Queryable,
  told: readonly Told[],
  now: Date,
): Promise<ChangedCampaign[]> {
  const found = await partsToldOf(db, told, now);
  if (!found.length) return [];
  const reports = reportsById(told);
  const late = found.flatMap((part) => partsAnswered(part, reports.get(idOf(part))!));
  const answered = await claimParts(db, late);
  for (const part of answered) if (part.waiting) reports.set(idOf(part), part.waiting);
  const messages = await lockMessages(db, messagesOf(found));
  const persons = new Persons(await lockSubscribers(db, messages));
  const stories = await storiesOf(db, messages, found, answered);
  for (const part of [...found, ...answered])
    for (const report of reports.get(idOf(part)) ?? [])
      stories.get(nameOf(part.accountId, part.messageId))?.hear(part.key, report);
  const changes = messages.map((message) => {
    const change = changeOf(message, stories.get(nameOf(message.accountId, message.id))!);
    persons.follow(change, goesOn(message) ? message : null, now);
    return change;
  });
  await settle(db, messages, [...found, ...answered], stories);
  await changeMessages(db, changes, persons.changes());
  return messages;
}

const nameOf = (accountId: number, id: number) => `${accountId} ${id}`;

function reportsById(told: readonly Told[]): Map<string, readonly Report[]> {
  const reports = new Map<string, Report[]>();
  for (const one of told) {
    const before = reports.get(idOf(one)) ?? [];
    before.push(one.report);
    reports.set(idOf(one), before);
  }
  return reports;
}

/** Each once. */
function messagesOf(parts: readonly KnownPart[]) {
  const messages = parts.map(({ accountId, messageId: id, createdAt }) => ({
    accountId,
    id,
    createdAt,
  }));
  return [...new Map(messages.map((one) => [nameOf(one.accountId, one.id), one])).values()];
}

/** The story of each message, by account and id. */
async function storiesOf(
  db: Queryable,
  messages: readonly LockedMessage[],
  found: readonly KnownPart[],
  answered: readonly KnownPart[],
): Promise<Map<string, MessageStory>> {
  // However many segments there are by our count: a provider may cut otherwise.
  const others = await partsOf(db, messages);
  const known = new Map([...found, ...others].map((part) => [idOf(part), part]));
  for (const part of answered) known.delete(idOf(part));
  const parts = byMessage([...known.values()]);
  const late = byMessage(answered);
  return new Map(
    messages.map((message) => {
      const name = nameOf(message.accountId, message.id);
      return [name, new MessageStory(message, parts.get(name) ?? [], late.get(name))];
    }),
  );
}

function byMessage(parts: readonly KnownPart[]): Map<string, KnownPart[]> {
  const grouped = new Map<string, KnownPart[]>();
  for (const part of parts) {
    const name = nameOf(part.accountId, part.messageId);
    const own = grouped.get(name) ?? [];
    own.push(part);
    grouped.set(name, own);
  }
  return grouped;
}

function changeOf(before: LockedMessage, story: MessageStory): MessageChange {
  const { state, code, stateAt, deliveredAt, awaits } = story;
  const said = story.said.slice(0, Math.max(0, MOST_SAID - before.said));
  return { before, state, code, stateAt, deliveredAt, awaits, said };
}

const goesOn = ({ campaignStatus }: LockedMessage) =>
  campaignStatus === CampaignStatus.Running || campaignStatus === CampaignStatus.Paused;

async function settle(
  db: Queryable,
  messages: readonly LockedMessage[],
  parts: readonly KnownPart[],
  stories: ReadonlyMap<string, MessageStory>,
): Promise<void> {
  const changed = messages.flatMap(({ accountId, id, gatewayId }) =>
    stories
      .get(nameOf(accountId, id))!
      .changedParts()
      .map((part) => ({ gatewayId, ...part })),
  );
  const lost = parts.filter(
    ({ accountId, messageId }) => !stories.has(nameOf(accountId, messageId)),
  );
  // Their message has been dropped with its month.
  await settleParts(db, [...changed, ...lost.map((part) => ({ ...part, state: null }))]);
}
