import { MessageCountsView, MessageFiguresView, MessageState } from '@belltower/dto';
import { ratio } from './figures';

/** Messages in one state, counted. */
export interface StateCount {
  state: MessageState;
  messages: number;
}

/** The same with what it took. */
export interface MessageTally extends StateCount {
  segments: number;
  /** From handing over to delivery, added up over those delivered. */
  deliveryMs: number;
}

const ORDER = Object.values(MessageState);

/** What is told about messages, from their counts by state. Several tallies of one state are added. */
export function messageFiguresOf(tallies: readonly MessageTally[]): MessageFiguresView {
  const counts = messageCountsOf(tallies);
  const deliveryMs = sumOf(
    tallies.filter(({ state }) => state === MessageState.Delivered),
    (tally) => tally.deliveryMs,
  );
  const seconds = ratio(deliveryMs, counts.delivered);
  return {
    ...counts,
    deliverySeconds: seconds === null ? null : seconds / 1_000,
    segments: sumOf(tallies, ({ segments }) => segments),
  };
}

/** The same of counts alone. */
export function messageCountsOf(counts: readonly StateCount[]): MessageCountsView {
  const states = ORDER.map((state) => ({
    state,
    messages: sumOf(
      counts.filter((count) => count.state === state),
      ({ messages }) => messages,
    ),
  })).filter(({ messages }) => messages > 0);
  const messages = sumOf(states, (count) => count.messages);
  const delivered = states.find(({ state }) => state === MessageState.Delivered)?.messages ?? 0;
  return { messages, delivered, deliveryRate: ratio(delivered, messages), states };
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + Number(of(item)), 0);
}
