/**
 * Stands where a call, a message or a subscriber had its number, once the data of that person has been erased. With
 * something behind it where two have to differ. It has no digit, so that no search for numbers finds it.
 */
export const ERASED_NUMBER = 'erased';

/** Whether a row names nobody any more. */
export const isErasedNumber = (number: string): boolean => number.startsWith(ERASED_NUMBER);
