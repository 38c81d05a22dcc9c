/** What has become of a message. */
export enum MessageState {
  /** Waits to be handed over. */
  Queued = 'queued',
  /** The provider has taken it; nothing is known of the phone yet. */
  Sent = 'sent',
  Delivered = 'delivered',
  /** The network has given up on the phone. */
  Undelivered = 'undelivered',
  /** The provider could not carry it. */
  Failed = 'failed',
  /** Its validity was over before the phone was reached. */
  Expired = 'expired',
  /** Refused for what it is: its number, sender or content. */
  Rejected = 'rejected',
  /** It was handed over and never answered, or the network lost track of it. */
  Unknown = 'unknown',
}

export const MESSAGE_STATE_WORDS: Readonly<Record<MessageState, string>> = {
  [MessageState.Queued]: 'Queued',
  [MessageState.Sent]: 'Sent',
  [MessageState.Delivered]: 'Delivered',
  [MessageState.Undelivered]: 'Undelivered',
  [MessageState.Failed]: 'Failed',
  [MessageState.Expired]: 'Expired',
  [MessageState.Rejected]: 'Rejected',
  [MessageState.Unknown]: 'Unknown',
};

/**
 * From what is known least to what nothing can overrule. Reports of one message come late, twice and in any order:
 * whatever comes, it goes forward only, so the same reports lead to the same state in every order. A phone that says
 * it has the message is believed over a network that had given up.
 */
export const MESSAGE_STATE_ORDER: readonly MessageState[] = [
  MessageState.Queued,
  MessageState.Unknown,
  MessageState.Sent,
  MessageState.Rejected,
  MessageState.Failed,
  MessageState.Expired,
  MessageState.Undelivered,
  MessageState.Delivered,
];

const rankOf = (state: MessageState): number => MESSAGE_STATE_ORDER.indexOf(state);

/** Where a message stands that was in one state and is reported in another. */
export function stateAfter(known: MessageState, reported: MessageState): MessageState {
  return rankOf(reported) > rankOf(known) ? reported : known;
}

/** Whether nothing more is waited for. */
export function isFinalState(state: MessageState): boolean {
  return rankOf(state) > rankOf(MessageState.Sent);
}

/** On which parts of a long message the network reports. */
export enum PartReports {
  Every = 'every',
  /** The first or the last, which stands for all. */
  One = 'one',
}

/**
 * The state of a message of several parts: where all are reported on, that of the part that has come least far, because
 * a message is only read whole; else that of the part that is reported on.
 */
export function stateOfParts(parts: readonly MessageState[], reports: PartReports): MessageState {
  if (!parts.length) return MessageState.Queued;
  const ranks = parts.map(rankOf);
  const rank = reports === PartReports.Every ? Math.min(...ranks) : Math.max(...ranks);
  return MESSAGE_STATE_ORDER[rank]!;
}
