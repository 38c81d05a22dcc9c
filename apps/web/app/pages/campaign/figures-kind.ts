import { Params } from '@angular/router';
import {
  type CallFiguresView,
  Disposition,
  type MessageCountsView,
  type MessageFiguresView,
  MessageState,
} from '@belltower/dto';
import { formatDuration, formatNumber, formatShare } from '@belltower/ui';
import { deliveryWords } from '../report/delivery-words';

/** A figure with a column of its own. */
export interface FiguresColumn<F> {
  head: string;
  /** What an abbreviation stands for. */
  title?: string;
  words(figures: F): string;
}

/** What a table of figures counts, and in what words. */
export interface FiguresKind<F> {
  /** The list that counts lead to. */
  list: string;
  count: { head: string; of(figures: F): number };
  /** Those that went well, and with what the list has just them. */
  good: { head: string; of(figures: F): number; filter: Params };
  columns: readonly FiguresColumn<F>[];
  /** Where there is the width for it. */
  more: readonly FiguresColumn<F>[];
}

export const CALL_FIGURES: FiguresKind<CallFiguresView> = {
  list: '/calls',
  count: { head: 'Calls', of: ({ calls }) => calls },
  good: {
    head: 'Answered',
    of: ({ answered }) => answered,
    filter: { disposition: Disposition.Answered },
  },
  columns: [{ head: 'ASR', title: 'Answer-seizure ratio', words: ({ asr }) => share(asr) }],
  more: [
    { head: 'NER', title: 'Network effectiveness ratio', words: ({ ner }) => share(ner) },
    {
      head: 'ACD',
      title: 'Average call duration',
      words: ({ acdSeconds }) => formatDuration(acdSeconds),
    },
    { head: 'Talk time', words: ({ talkSeconds }) => formatDuration(talkSeconds) },
  ],
};

/** Of what each attempt came to, of which no more is kept. */
export const MESSAGE_COUNTS: FiguresKind<MessageCountsView> = {
  list: '/messages',
  count: { head: 'Messages', of: ({ messages }) => messages },
  good: {
    head: 'Delivered',
    of: ({ delivered }) => delivered,
    filter: { state: MessageState.Delivered },
  },
  columns: [
    { head: 'Rate', title: 'Delivery rate', words: ({ deliveryRate }) => share(deliveryRate) },
  ],
  more: [],
};

export const MESSAGE_FIGURES: FiguresKind<MessageFiguresView> = {
  ...MESSAGE_COUNTS,
  more: [
    {
      head: 'Time',
      title: 'Average time to delivery',
      words: ({ deliverySeconds }) => deliveryWords(deliverySeconds),
    },
    { head: 'Segments', words: ({ segments }) => formatNumber(segments) },
  ],
};

/** A ratio in percent; an em dash where there is none. */
export function share(ratio: number | null): string {
  return ratio === null ? '—' : formatShare(ratio, 1);
}
