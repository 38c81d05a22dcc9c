import { PERSON_FATES, PersonPart } from '@belltower/dto';
import { eraseQuestion, fatesInWords } from './person-words';

const parts = (counts: Partial<Record<PersonPart, number>>) =>
  Object.values(PersonPart).map((part) => ({
    part,
    count: counts[part] ?? 0,
    fate: PERSON_FATES[part],
  }));

describe('what becomes of a person’s data', () => {
  it('is told by what happens to it, without what there is nothing of', () => {
    const counts = { contacts: 2, calls: 1, messages: 1_200, replies: 1, 'do-not-call': 1 };
    expect(fatesInWords(parts(counts))).toEqual([
      'Deleted: 2 contacts, 1 reply.',
      'Made anonymous: 1 call, 1,200 messages.',
      'Kept: 1 do-not-call entry.',
    ]);
  });

  it('is nothing where nothing is kept', () => {
    expect(fatesInWords(parts({}))).toEqual([]);
  });

  it('is said before anything goes, and that it goes for good', () => {
    const question = eraseQuestion(parts({ contacts: 1 }));
    expect(question).toMatch(/^Deleted: 1 contact\.\n/);
    expect(question).toMatch(/cannot be undone\.$/);
  });
});
