import { Disposition } from '../call/call';
import { Channel } from '../gateway/gateway';
import { MessageState } from '../message/message-state';

/** How an attempt ended: a disposition of a call, or what has become of a message. What both have means the same. */
export type Outcome = Disposition | MessageState;

/** What an attempt can end in, by the channel of its campaign. */
export const OUTCOMES: Readonly<Record<Channel, readonly Outcome[]>> = {
  [Channel.Voice]: Object.values(Disposition),
  [Channel.Sms]: [
    MessageState.Delivered,
    MessageState.Sent,
    MessageState.Undelivered,
    MessageState.Expired,
    MessageState.Failed,
    MessageState.Rejected,
    MessageState.Unknown,
    // As in calls, numbers that no gateway may reach.
    Disposition.Blocked,
  ],
};

/** Of every channel, each once. */
export const ALL_OUTCOMES: readonly Outcome[] = [
  ...new Set([...OUTCOMES[Channel.Voice], ...OUTCOMES[Channel.Sms]]),
];
