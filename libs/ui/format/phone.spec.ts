import { TestBed } from '@angular/core/testing';
import { PhoneFormat } from './phone';

describe('numbers as they are shown', () => {
  it('are those of people in international format, once the tables for it are there', async () => {
    const phone = TestBed.inject(PhoneFormat);
    expect(phone.format('+12025550101')).toBe('+12025550101');
    await import('libphonenumber-js/min');
    await new Promise((resolve) => setTimeout(resolve));
    expect(phone.format('+12025550101')).toBe('+1 202 555 0101');
  });

  it('are none of people whose data was erased, whichever row it is', () => {
    const phone = TestBed.inject(PhoneFormat);
    expect(phone.format('erased')).toBe('Erased');
    expect(phone.format('erased-bc')).toBe('Erased');
  });
});
