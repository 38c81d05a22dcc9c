import { HttpSmsSettings, MessageState } from '@belltower/dto';
import { createHash } from 'node:crypto';
import { Incoming, WebhookRequest } from '../messaging';
import { providerId } from '../provider-id';
import { firstAt, isOneOf, recordsAt } from './path';

/** Reports of one request; more are not looked at. */
const MOST_REPORTS = 10_000;

/** What a provider posts: JSON or a form, with the query beside it. Null where it can be read as neither. */
export function postedBy({ headers, query, body }: WebhookRequest): unknown {
  const text = body.toString('utf8').trim();
  if (!text) return query;
  if (headers['content-type']?.includes('json') || /^[[{]/.test(text)) {
    try {
      const read: unknown = JSON.parse(text);
      if (typeof read !== 'object' || read === null) return null;
      return Array.isArray(read) ? read : { ...query, ...read };
    } catch {
      // Cut off on its way, or no JSON whatever its header says.
      return null;
    }
  }
  return { ...query, ...Object.fromEntries(new URLSearchParams(text)) };
}

/** The receipts and replies in it; what is neither is left out. */
export function incomingIn(posted: unknown, settings: HttpSmsSettings, at: Date): Incoming[] {
  const records = Array.isArray(posted) ? posted : recordsAt(posted, settings.reportsPath);
  return records.slice(0, MOST_REPORTS).flatMap((record) => {
    const incoming = isReply(record, settings)
      ? replyIn(record, settings, at)
      : receiptIn(record, settings, at);
    return incoming ? [incoming] : [];
  });
}

function isReply(record: unknown, settings: HttpSmsSettings): boolean {
  if (settings.replyMarkPath)
    return isOneOf(firstAt(record, settings.replyMarkPath), settings.replyMarkWords);
  const hasText = firstAt(record, settings.replyTextPath) !== null;
  return hasText && firstAt(record, settings.statePath) === null;
}

function replyIn(record: unknown, settings: HttpSmsSettings, at: Date): Incoming | null {
  const from = firstAt(record, settings.replyFromPath);
  const text = firstAt(record, settings.replyTextPath);
  if (!from || text === null) return null;
  const to = inE164(firstAt(record, settings.replyToPath) ?? '');
  const id = firstAt(record, settings.replyIdPath) ?? idOf([from, to, text], at);
  return { type: 'reply', at, id, from: inE164(from), to, text };
}

function receiptIn(record: unknown, settings: HttpSmsSettings, at: Date): Incoming | null {
  const id = firstAt(record, settings.receiptIdPath);
  const word = firstAt(record, settings.statePath);
  if (!id || word === null) return null;
  const reason = firstAt(record, settings.receiptCodePath);
  const code = reason && reason !== '0' ? `${word} ${reason}` : word;
  const state = stateOf(word, settings);
  return { type: 'receipt', at, id: providerId(id), state, code: code.slice(0, 100) };
}

function stateOf(word: string, settings: HttpSmsSettings): MessageState {
  const words: [readonly string[], MessageState][] = [
    [settings.deliveredWords, MessageState.Delivered],
    [settings.undeliveredWords, MessageState.Undelivered],
    [settings.expiredWords, MessageState.Expired],
    [settings.failedWords, MessageState.Failed],
    [settings.rejectedStates, MessageState.Rejected],
    [settings.unknownWords, MessageState.Unknown],
  ];
  return words.find(([said]) => isOneOf(word, said))?.[1] ?? MessageState.Sent;
}

/** Providers leave the plus out, or lose it on the way through a form; short codes and names stay as they are. */
function inE164(number: string): string {
  const digits = number.trim().replace(/^(\+|00)/, '');
  return /^\d{9,15}$/.test(digits) ? `+${digits}` : number.trim();
}

/** For providers that give none: the same words within a minute are the same message, told again. */
function idOf(said: readonly string[], at: Date): string {
  const hash = createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 24);
  return `http-${hash}-${Math.floor(at.getTime() / 60_000)}`;
}
