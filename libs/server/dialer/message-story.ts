import { MessageState, PartReports, stateAfter, stateOfParts } from '@belltower/dto';
import { cleanText } from './clean-text';

/** One line of a message's history: what was said of it, or of one of its parts. */
export interface MessageSaid {
  /** ISO 8601. */
  at: string;
  state: MessageState;
  /** The provider's own word. */
  code?: string;
  /** 1 is the first; only where there are several. */
  part?: number;
  /** For people. */
  detail?: string;
  /**
   * As the provider writes them: of an answer, by which it knows the message, or its parts in order; of a report, where
   * they are written otherwise there.
   */
  ids?: readonly string[];
}

/** What a provider has told under one of its ids. Kept as JSON while the message is not known to which it belongs. */
export interface Report {
  /** ISO 8601, by the server's clock. */
  at: string;
  state: MessageState;
  code: string | null;
  /** Of an answer that came late: keys of the parts that were taken. */
  ids?: readonly string[];
  /** Ids as the provider writes them: of an answer, all of them; of a report, its own where it is matched by another. */
  written?: readonly string[];
}

/** Something by which the provider knows a message, or part of it. */
export interface Part {
  key: string;
  /** 1 is the first; 0 is our own name of the whole, while nobody has said whether it was taken. */
  part: number;
  state: MessageState;
}

export interface StoryFacts {
  state: MessageState;
  code: string;
  submittedAt: Date;
  stateAt: Date;
  deliveredAt: Date | null;
  oneReport: boolean;
}

/** More is not written down of one message, however often a provider repeats itself. */
export const MOST_SAID = 50;
const LONGEST_CODE = 60;
/** States that say why something went wrong. */
const WRONG: readonly MessageState[] = [
  MessageState.Unknown,
  MessageState.Rejected,
  MessageState.Failed,
  MessageState.Expired,
  MessageState.Undelivered,
];

/**
 * What has become of one message so far, told report by report: late, twice or in any order, it only goes forward, and
 * the same reports end in the same state.
 */
export class MessageStory implements StoryFacts {
  state: MessageState;
  code: string;
  stateAt: Date;
  deliveredAt: Date | null;
  readonly submittedAt: Date;
  readonly oneReport: boolean;
  /** What has been said since. */
  readonly said: MessageSaid[] = [];
  private readonly parts: Map<string, Part>;
  /** Those that become its parts when an answer that came late is heard. */
  private readonly answered: Map<string, Part>;
  /** As they are in the database. */
  private readonly kept: Map<string, MessageState>;

  /** @param answered parts of which answers tell that will be heard */
  constructor(facts: StoryFacts, parts: readonly Part[], answered: readonly Part[] = []) {
    this.state = facts.state;
    this.code = facts.code;
    this.submittedAt = facts.submittedAt;
    this.stateAt = facts.stateAt;
    this.deliveredAt = facts.deliveredAt;
    this.oneReport = facts.oneReport;
    this.parts = byKey(parts);
    this.answered = byKey(answered);
    this.kept = new Map([...parts, ...answered].map(({ key, state }) => [key, state]));
  }

  /** Whether a report may change it yet. */
  get awaits(): boolean {
    return this.parts.size > 0 && this.state !== MessageState.Delivered;
  }

  /** Takes note of what was told under one of its ids. */
  hear(key: string, report: Report): void {
    const part = this.parts.get(key);
    if (!part) return;
    this.note(part, report);
    if (report.ids) return this.hearAnswer(key, report, report.ids);
    part.state = stateAfter(part.state, report.state);
    this.advance(this.stateOfAll(), report);
  }

  /** What is to be written of its parts: their states, or null where they are awaited no more. */
  changedParts(): { key: string; state: MessageState | null }[] {
    return [...this.kept].flatMap(([key, kept]) => {
      const state = this.awaits ? (this.parts.get(key)?.state ?? null) : null;
      return state === kept ? [] : [{ key, state }];
    });
  }

  /** The answer has come after all: from now on it is known by the ids that it gives. */
  private hearAnswer(key: string, report: Report, ids: readonly string[]): void {
    this.parts.delete(key);
    if (report.state !== MessageState.Sent) this.parts.clear();
    else for (const id of ids) this.learn(id);
    this.advance(this.parts.size ? this.stateOfAll() : report.state, report);
  }

  private learn(key: string): void {
    const part = this.answered.get(key);
    if (part && !this.parts.has(key)) this.parts.set(key, part);
  }

  private stateOfAll(): MessageState {
    const states = [...this.parts.values()].map(({ state }) => state);
    return stateOfParts(states, this.oneReport ? PartReports.One : PartReports.Every);
  }

  private advance(reported: MessageState, { at, code }: Report): void {
    const state = stateAfter(this.state, reported);
    if (state === this.state) return;
    this.state = state;
    this.stateAt = new Date(at);
    this.code = codeOf(state, code);
    if (state === MessageState.Delivered)
      this.deliveredAt = this.stateAt > this.submittedAt ? this.stateAt : this.submittedAt;
  }

  private note({ part }: Part, { at, state, code, written }: Report): void {
    const of = this.parts.size > 1 && part > 0 ? { part } : {};
    const ids = written?.length ? { ids: written } : {};
    this.said.push({ at, state, ...(code ? { code: cleanText(code) } : {}), ...of, ...ids });
  }
}

function byKey(parts: readonly Part[]): Map<string, Part> {
  return new Map(parts.map((part) => [part.key, { ...part }]));
}

/** The word that a message is counted under: a provider's, where something went wrong. */
export function codeOf(state: MessageState, code: string | null): string {
  return WRONG.includes(state) && code ? cleanText(code, LONGEST_CODE) : '';
}
