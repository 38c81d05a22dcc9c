import { OutboundAnswer } from '@belltower/core';
import { HttpSmsSettings, MessageState } from '@belltower/dto';
import { notSent, OutboundMessage, Submission } from '../messaging';
import { providerId } from '../provider-id';
import { allAt, firstAt, isOneOf } from './path';

/** Longest word of a provider that is kept with a message, in characters. */
const LONGEST_CODE = 100;

/** What a provider means by its answer to a message. */
export function submissionOf(
  { status, body }: OutboundAnswer,
  settings: HttpSmsSettings,
  { id }: OutboundMessage,
  at: Date,
): Submission {
  const read = parsed(body);
  const said = firstAt(read, settings.takenPath);
  const isFine = status >= 200 && status < 300;
  const taken = isFine && (!settings.takenPath || isOneOf(said, settings.takenWords));
  if (taken) {
    const raw = settings.idPath ? allAt(read, settings.idPath) : [id];
    const ids = raw.filter(Boolean).map((one) => providerId(one));
    return { at, state: MessageState.Sent, ids, code: null, detail: null };
  }
  const reason = firstAt(read, settings.codePath);
  const code = (reason ?? said ?? `HTTP ${status}`).slice(0, LONGEST_CODE);
  return notSent(at, refusalOf(status, reason, settings), code);
}

function refusalOf(
  status: number,
  reason: string | null,
  settings: HttpSmsSettings,
): Submission['state'] {
  if (isOneOf(reason, settings.busyWords)) return MessageState.Queued;
  if (isOneOf(reason, settings.rejectedWords)) return MessageState.Rejected;
  if (settings.busyStatuses.includes(status)) return MessageState.Queued;
  if (settings.rejectedStatuses.includes(status)) return MessageState.Rejected;
  // A server that fails in the middle may have taken it before, and so may one behind a gateway that lost it.
  return status >= 500 ? MessageState.Unknown : MessageState.Failed;
}

/** JSON as such; of anything else nothing can be read. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // Text, or an error page: its status has to do.
    return null;
  }
}
