import { MessageState } from '@belltower/dto';
import smpp from 'smpp';

/** What a message centre means by its status: how the message fares, or that there is no room for now. */
export type Verdict = MessageState.Sent | MessageState.Rejected | MessageState.Failed | 'no-room';

export const STATUS = {
  ok: 0x00,
  invalidCommand: 0x03,
  invalidLength: 0x02,
  alreadyBound: 0x05,
  queueFull: 0x14,
  throttled: 0x58,
  /** Ours: what was delivered could not be kept, and is to come again. */
  receiverTemporary: 0x64,
  /** Ours: what was delivered can never be kept. */
  receiverRejects: 0x66,
} as const;

/** Of the message itself: its length, addresses, number of receivers. */
const REJECTED = new Set([0x01, 0x0a, 0x0b, 0x33, 0x48, 0x49, 0x50, 0x51]);
/** Not bound (any more) is a matter of the connection, not of the message. */
const NO_ROOM = new Set<number>([STATUS.queueFull, STATUS.throttled, 0x04]);

export function verdictOf(status: number): Verdict {
  if (status === STATUS.ok) return MessageState.Sent;
  if (NO_ROOM.has(status)) return 'no-room';
  return REJECTED.has(status) ? MessageState.Rejected : MessageState.Failed;
}

/** Names by status, as in SMPP 3.4 §5.1.3. */
const NAMES = new Map(Object.entries(smpp.errors).map(([name, status]) => [status, name]));

/** For the message's record: `ESME_RTHROTTLED (0x58)`, or the bare number of one that is the operator's own. */
export function statusName(status: number): string {
  const number = `0x${status.toString(16).padStart(2, '0')}`;
  const name = NAMES.get(status);
  return name ? `${name} (${number})` : number;
}
