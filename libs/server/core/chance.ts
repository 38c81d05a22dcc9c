/** The next of an endless row of numbers from 0 to less than 1. */
export type Chance = () => number;

/** The row that belongs to a text: always the same one, and nothing like that of a similar text. */
export function chanceOf(text: string): Chance {
  let state = hashOf(text);
  // SplitMix32: every state is well mixed, so even the first numbers of neighbouring texts have nothing in common.
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 2 ** 32;
  };
}

/** FNV-1a over the text's UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash;
}
