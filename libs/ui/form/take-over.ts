import { Dto, fieldsFor } from '@belltower/dto';
import { FormModel, modelOf } from './form-model';

/** A record as it was when a form was opened, and as somebody else has saved it since. */
export interface Reread {
  before: object;
  now: object;
}

export interface TakenOver {
  model: FormModel;
  /** Labels of what only the other has changed, which is now in the form. */
  taken: string[];
  /** Labels of what both have changed: the form keeps what was typed. */
  both: string[];
}

/** What is typed, with what somebody else has changed meanwhile and nobody has typed over. */
export function takeOver<T extends object>(
  dto: Dto<T>,
  typed: FormModel,
  { before, now }: Reread,
): TakenOver {
  const [old, theirs] = [modelOf(dto, before), modelOf(dto, now)];
  const theirsOnly = Object.keys(theirs).filter(
    (name) => !same(theirs[name], old[name]) && same(typed[name], old[name]),
  );
  const model = { ...typed };
  for (const name of theirsOnly) model[name] = theirs[name];
  const counting = fieldsFor(dto, model);
  const labels = (isMeant: (name: string) => boolean) =>
    counting.filter(({ name }) => isMeant(name)).map(({ label }) => label);
  return {
    model,
    taken: labels((name) => theirsOnly.includes(name)),
    both: labels(
      (name) =>
        [old[name], typed[name]].every((other) => !same(theirs[name], other)) &&
        !same(typed[name], old[name]),
    ),
  };
}

/** What has happened and what saving again does, in words. */
export function takenOverWords({ taken, both }: Pick<TakenOver, 'taken' | 'both'>): string {
  const happened = 'Somebody else has saved this since you opened it. What you typed is kept';
  const over = taken.length ? `, what they changed is filled in: ${taken.join(', ')}` : '';
  if (both.length)
    return `${happened}${over}. You both changed ${both.join(', ')}: saving again replaces theirs.`;
  return over
    ? `${happened}${over}. Look through it, then save again.`
    : `${happened}: saving again replaces theirs.`;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
