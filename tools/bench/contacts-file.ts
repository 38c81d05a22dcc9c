import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export const CONTACT_HEADER =
  'number,first name,last name,e-mail,address,city,state,postcode,country,Balance';
const NAMES = ['Ana', 'Łukasz', 'José', 'Siobhán', 'Omar', 'Yuki', 'Zoë', 'Priya', 'Tom', 'Renée'];
const FAMILIES = ['van der Berg', 'García', 'O’Brien', 'Haddad', 'Smith', 'Nguyễn', 'Öztürk'];

/** Writes so many lines, after those of the head. */
export async function writeRows(
  file: string,
  rows: number,
  line: (index: number) => string,
  head: string[] = [],
): Promise<void> {
  function* blocks() {
    for (const text of head) yield `${text}\n`;
    for (let from = 0; from < rows; from += 1_000) {
      const count = Math.min(1_000, rows - from);
      yield Array.from({ length: count }, (_, index) => line(from + index)).join('');
    }
  }
  await pipeline(Readable.from(blocks()), createWriteStream(file));
}

/** Ten digits that are valid in New York; nothing here is ever called. Scattered, as in a real list. */
function nationalNumber(index: number): string {
  const scattered = (index * 7_368_787) % 7_990_000;
  return `212${String(2_000_000 + scattered)}`;
}

/** Somebody of whom nobody else has the number. */
export function person(index: number) {
  const number = nationalNumber(index);
  return {
    number,
    written: `(${number.slice(0, 3)}) ${number.slice(3, 6)}-${number.slice(6)}`,
    first: NAMES[index % NAMES.length]!,
    last: FAMILIES[index % FAMILIES.length]!,
    email: `person${index}@example.org`,
    address: `${(index % 900) + 1} High Street`,
    postcode: String(10_000 + (index % 9_000)),
    balance: (index % 10_000) / 100,
  };
}

/** A row of a contact list, under {@link CONTACT_HEADER}. */
export function contactLine(index: number): string {
  const { written, first, last, email, address, postcode, balance } = person(index);
  const notes = index % 5 ? address : `"${address}, floor 2"`;
  return `${written},${first},${last},${email},${notes},New York,NY,${postcode},US,${balance}\n`;
}
