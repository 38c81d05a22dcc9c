import { ValidateBy, ValidateIf, ValidationArguments } from 'class-validator';

/** Other properties of a record with the values, one or some, that they have to have. */
export type Condition = Readonly<Record<string, unknown>>;

export function holdsFor(condition: Condition, record: object): boolean {
  const held = record as Readonly<Record<string, unknown>>;
  return Object.entries(condition).every(([name, value]) => [value].flat().includes(held[name]));
}

const tests = new WeakSet<object>();

/** Whether a condition of class-validator's says that a property counts at all, rather than that it may be left out. */
export const isCountingTest = (test: unknown) => typeof test === 'function' && tests.has(test);

/**
 * The rules of a property that counts only under a condition: while that does not hold, none of the others is asked, and
 * it may only be blank or what a new record has, so that nobody believes that what they gave meant something.
 * @param words the condition, for people
 */
export function countsWhen(condition: Condition, words: () => string): PropertyDecorator {
  return (target, property) => {
    const name = String(property);
    const isAsked = (record: object) => holdsFor(condition, record) || isGiven(record, name);
    tests.add(isAsked);
    ValidateIf(isAsked)(target, property);
    ValidateBy({
      name: 'countsWhen',
      validator: {
        validate: (_, args?: ValidationArguments) => holdsFor(condition, args?.object ?? {}),
        defaultMessage: () => `$property counts only where ${words()}`,
      },
    })(target, property);
  };
}

/** Whether the record says something that a new one of its class does not. */
function isGiven(record: object, name: string): boolean {
  const value = (record as Record<string, unknown>)[name];
  if (value === undefined || value === null || value === '') return false;
  if (Array.isArray(value) && !value.length) return false;
  const fresh = new (record.constructor as new () => Record<string, unknown>)();
  return JSON.stringify(value) !== JSON.stringify(fresh[name]);
}
