import { Place, placeOf } from '@belltower/phone-number';

/** The place that a key, made by `placeKeySql`, stands for. */
export function placeOfKey(key: string): Place {
  const [head = '', country, timeZone] = key.split('|');
  return placeOf(head, { country: country || null, timeZone: timeZone || null });
}
