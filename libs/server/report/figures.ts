import { CallFiguresView, Disposition } from '@belltower/dto';

/** Calls that ended in one way, counted. */
export interface Tally {
  disposition: Disposition;
  calls: number;
  talkSeconds: number;
}

/** Ways to end that mean that the network did its part: somebody's phone had the call. */
const REACHED_THE_PHONE: readonly Disposition[] = [
  Disposition.Answered,
  Disposition.Machine,
  Disposition.Busy,
  Disposition.NoAnswer,
  Disposition.Rejected,
];

const ORDER = Object.values(Disposition);

/** What is told about calls, from their counts by disposition. Several tallies of one disposition are added. */
export function figuresOf(tallies: readonly Tally[]): CallFiguresView {
  const sum = (of: 'calls' | 'talkSeconds', among: readonly Disposition[] = ORDER) =>
    tallies.reduce(
      (total, tally) => total + (among.includes(tally.disposition) ? Number(tally[of]) : 0),
      0,
    );
  const calls = sum('calls');
  const answered = sum('calls', [Disposition.Answered]);
  return {
    calls,
    answered,
    asr: ratio(answered, calls),
    ner: ratio(sum('calls', REACHED_THE_PHONE), calls),
    acdSeconds: ratio(sum('talkSeconds', [Disposition.Answered]), answered),
    talkSeconds: sum('talkSeconds'),
    dispositions: ORDER.map((disposition) => ({
      disposition,
      calls: sum('calls', [disposition]),
    })).filter(({ calls: some }) => some > 0),
  };
}

/** Null where there is nothing to divide by. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
