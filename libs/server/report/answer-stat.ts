import { Queryable } from '@belltower/core';
import { CallMark, MarkCountView, Question, QuestionCountView } from '@belltower/dto';

interface Row {
  question: string;
  answer: string;
  calls: number;
}

/** What a campaign's callees have answered, question by question, and what else they did. */
export interface AnswerFigures {
  questions: QuestionCountView[];
  marks: MarkCountView[];
}

/** Reads the sums of a campaign that are kept as its calls end. */
export async function answerFigures(
  db: Queryable,
  accountId: number,
  campaignId: number,
  questions: readonly Question[],
): Promise<AnswerFigures> {
  const rows = await db.query<Row[]>(
    `select question, answer, calls from answer_stat
      where account_id = $1 and campaign_id = $2 order by question, answer`,
    [accountId, campaignId],
  );
  return figuresOfAnswers(rows, questions);
}

/**
 * The questions that are asked now in their order, and behind them those that were asked before somebody changed them;
 * keys in their order with what they stand for, and those that no longer stand for anything.
 */
export function figuresOfAnswers(
  rows: readonly Row[],
  questions: readonly Question[],
): AnswerFigures {
  const asked = [...new Set(rows.map(({ question }) => question))].filter((name) => name !== '');
  const known = questions.map(({ name }) => name);
  const names = [...known, ...asked.filter((name) => !known.includes(name))];
  return {
    questions: names.map((name) =>
      countsOf(
        rows.filter(({ question }) => question === name),
        name,
        questions.find((one) => one.name === name)?.answers ?? [],
      ),
    ),
    marks: Object.values(CallMark).flatMap((mark) => {
      const row = rows.find(({ question, answer }) => question === '' && answer === mark);
      return row ? [{ mark, calls: Number(row.calls) }] : [];
    }),
  };
}

function countsOf(
  rows: readonly Row[],
  question: string,
  answers: Question['answers'],
): QuestionCountView {
  const calls = (key: string) => Number(rows.find(({ answer }) => answer === key)?.calls ?? 0);
  const keys = answers.map(({ key }) => key);
  const others = rows.map(({ answer }) => answer).filter((key) => key && !keys.includes(key));
  return {
    question,
    asked: rows.reduce((sum, row) => sum + Number(row.calls), 0),
    unanswered: calls(''),
    answers: [
      ...answers.map(({ key, label }) => ({ key, label, calls: calls(key) })),
      ...others.map((key) => ({ key, label: null, calls: calls(key) })),
    ],
  };
}
