import { numberInText } from '@belltower/phone-number';

/** A number within an account: whose data is handed over or erased. */
export interface Person {
  accountId: number;
  /** E.164. */
  number: string;
  /** By which the number is found in what people and files have written. */
  pattern: string;
}

export const personOf = (accountId: number, number: string): Person => ({
  accountId,
  number,
  pattern: numberInText(number),
});
