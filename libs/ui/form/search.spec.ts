import { ApplicationRef, Injector, runInInjectionContext, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Search } from './search';

describe('a search as you type', () => {
  /** What was asked for, in order, each to be answered by hand. */
  let asked: { text: string; found: (records: string[]) => void; failed: () => void }[];
  const where = signal('phonebooks');
  let search: Search<string, string>;

  const settle = () => TestBed.inject(ApplicationRef).whenStable();
  const answer = async (records: string[]) => {
    asked.at(-1)!.found(records);
    await settle();
  };

  beforeEach(() => {
    asked = [];
    where.set('phonebooks');
    search = runInInjectionContext(
      TestBed.inject(Injector),
      () =>
        new Search(where, (text) => {
          return new Promise<string[]>((found, lost) =>
            asked.push({ text, found, failed: () => lost(new Error('no')) }),
          );
        }),
    );
  });

  const typed = (text: string) => {
    jest.useFakeTimers();
    search.type(text);
    jest.runOnlyPendingTimers();
    jest.useRealTimers();
    TestBed.tick();
  };

  it('shows what was found until the next is, so that nothing goes from under the pointer', async () => {
    search.open();
    TestBed.tick();
    expect([search.matches(), search.note()]).toEqual([[], 'Searching…']);
    await answer(['Ann', 'Bo']);
    expect([search.matches(), search.note()]).toEqual([['Ann', 'Bo'], '']);
    typed('bo');
    expect(asked.at(-1)!.text).toBe('bo');
    expect([search.matches(), search.note()]).toEqual([['Ann', 'Bo'], '']);
    await answer(['Bo']);
    expect(search.matches()).toEqual(['Bo']);
    typed('nobody');
    await answer([]);
    expect([search.matches(), search.note()]).toEqual([[], 'Nothing found']);
  });

  it('shows nothing of another place', async () => {
    search.open();
    TestBed.tick();
    await answer(['Ann']);
    where.set('gateways');
    TestBed.tick();
    expect([search.matches(), search.note()]).toEqual([[], 'Searching…']);
  });

  it('shows nothing where the search failed, and says why', async () => {
    search.open();
    TestBed.tick();
    await answer(['Ann']);
    typed('b');
    asked.at(-1)!.failed();
    await settle();
    expect(search.matches()).toEqual([]);
    expect(search.note()).not.toBe('');
  });
});
