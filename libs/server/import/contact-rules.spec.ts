import { ContactInput } from '@belltower/dto';
import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { rulesOfContact } from './contact-rules';

/** What class-validator itself says of one property. */
function holdsByValidator(property: keyof ContactInput, value: unknown): boolean {
  const contact = Object.assign(new ContactInput(), { phonebookId: 1, number: '1' });
  const errors = validateSync(Object.assign(contact, { [property]: value }));
  return !errors.some((error) => error.property === property);
}

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }),
  fc.integer({ min: 1, max: 10_010 }).map((length) => '😀'.repeat(length)),
  fc.constantFrom('\ufe0f', 'a@b.co', 'a@b', 'ES', 'es', 'Europe/Madrid', '+02:00', 'Mars/Base'),
  fc.emailAddress(),
);

describe('the compiled rules of a contact', () => {
  it.each([
    'number',
    'firstName',
    'lastName',
    'email',
    'unitNumber',
    'address',
    'city',
    'state',
    'postcode',
    'country',
    'timeZone',
    'notes',
  ] as const)('are those of its form for %s', (property) => {
    const holds = rulesOfContact(property);
    fc.assert(
      fc.property(text, (value) => {
        expect(holds(value)).toBe(holdsByValidator(property, value));
      }),
    );
  });

  it('are those of its form for variables', () => {
    const holds = rulesOfContact('variables');
    const variables = fc.dictionary(
      fc.string({ maxLength: 70 }),
      fc.string({ maxLength: 2_100, size: 'max' }),
      { maxKeys: 105, size: 'max' },
    );
    fc.assert(
      fc.property(variables, (value) => {
        expect(holds(value)).toBe(holdsByValidator('variables', value));
      }),
      { numRuns: 30 },
    );
  });
});
