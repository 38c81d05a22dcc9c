import { ImportStatus, ImportView } from '@belltower/dto';
import { sentenceOf } from './sentence';

const sentence = (values: Partial<ImportView>) =>
  sentenceOf(Object.assign(new ImportView(), { status: ImportStatus.Finished }, values));

describe('what became of a file', () => {
  it('is one sentence that leaves out what did not happen', () => {
    const counts = { imported: 48_910, duplicatesInPhonebook: 1_072, rejected: 18 };
    expect(sentence(counts)).toBe('48,910 imported, 1,072 already there, 18 rejected');
    expect(sentence({ imported: 3 })).toBe('3 imported');
    expect(sentence({})).toBe('0 imported');
  });

  it('names updates and repeats apart', () => {
    expect(sentence({ imported: 1, updated: 2, duplicatesInFile: 3 })).toBe(
      '1 imported, 2 updated, 3 repeated in the file',
    );
  });

  it('tells how many were taken back', () => {
    expect(sentence({ status: ImportStatus.Undone, imported: 2, undone: 1 })).toBe(
      'Taken back: 1 contact deleted.',
    );
  });
});
