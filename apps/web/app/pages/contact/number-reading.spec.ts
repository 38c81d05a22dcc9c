import { ApplicationRef, runInInjectionContext, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { PhoneNumberView } from '@belltower/dto';
import { NumberReading, TypedNumber } from './number-reading';

const SPAIN: PhoneNumberView = {
  number: '+34612345678',
  problem: null,
  possibleTimeZones: ['Europe/Madrid', 'Atlantic/Canary'],
};

describe('what is said of a number while it is typed', () => {
  const typed = signal<TypedNumber>({ number: '', country: '' });
  let asked: TypedNumber[];
  let answer: PhoneNumberView;
  let reading: NumberReading;

  beforeEach(() => {
    jest.useFakeTimers();
    typed.set({ number: '', country: '' });
    asked = [];
    answer = SPAIN;
    const app = TestBed.inject(ApplicationRef);
    reading = runInInjectionContext(
      app.injector,
      () =>
        new NumberReading(
          typed,
          async (one) => {
            asked.push(one);
            return answer;
          },
          (number) => `<${number}>`,
        ),
    );
  });
  afterEach(() => jest.useRealTimers());

  const type = async (number: string) => {
    typed.set({ number, country: '' });
    TestBed.tick();
    await jest.advanceTimersByTimeAsync(100);
  };
  const wait = async () => {
    await jest.advanceTimersByTimeAsync(1_000);
    TestBed.tick();
  };

  it('says how to type one before there is any, and asks nobody', async () => {
    await type('  ');
    await wait();
    expect(reading.numberHint()).toContain('country code');
    expect(asked).toEqual([]);
  });

  it('asks once the typing pauses, for what stands there then', async () => {
    await type('6');
    await type('61');
    await type('612345678');
    await wait();
    expect(asked).toEqual([{ number: '612345678', country: '' }]);
    expect(reading.numberHint()).toBe('Read as <+34612345678>');
  });

  it('says why it cannot be called', async () => {
    answer = { number: null, problem: 'This is a short number', possibleTimeZones: [] };
    await type('1234');
    await wait();
    expect(reading.numberHint()).toBe('This is a short number');
    expect(reading.zoneHint()).toBe('Blank: guessed from the number and country');
  });

  it.each([
    [['Europe/Paris'], 'Blank: Europe/Paris, by the number and country'],
    [SPAIN.possibleTimeZones, 'Blank: not certain, Europe/Madrid or Atlantic/Canary'],
    [['a', 'b', 'c', 'd'], 'Blank: not certain, the country has 4 time zones'],
  ])('names the time zone only where it is certain: %j', async (possibleTimeZones, hint) => {
    answer = { ...SPAIN, possibleTimeZones };
    await type('612345678');
    await wait();
    expect(reading.zoneHint()).toBe(hint);
  });
});
