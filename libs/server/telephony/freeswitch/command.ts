/** What may stand in a command, by what it is. Nothing here can end a line, a list of variables or a quotation. */
const ALPHABETS = {
  uuid: /^[A-Za-z0-9._-]{1,100}$/,
  number: /^\+?[0-9*#]{1,40}$/,
  gateway: /^[A-Za-z0-9._-]{1,64}$/,
  // A separator of lists is only ever one of the code's own.
  name: /^[\p{L}\p{M}\p{N}’][\p{L}\p{M}\p{N}’ .-]{0,79}$/u,
  path: /^([A-Za-z]:)?(\/[A-Za-z0-9_-][A-Za-z0-9._-]*){1,40}$/,
  // The rest of its line, and nothing but.
  password: /^[^\p{Cc}\p{Zl}\p{Zp}]{0,200}$/u,
} satisfies Record<string, RegExp>;

export type WordKind = keyof typeof ALPHABETS;

/** A text holds what a switch could take for something else. */
export class UnsafeWord extends Error {
  constructor(readonly kind: WordKind) {
    super(`The ${kind} holds something that a switch could take for something else.`);
  }
}

/** A text that stays what it is wherever it stands in a command. */
export class Word {
  private constructor(readonly text: string) {}

  /** @throws UnsafeWord */
  static of(kind: WordKind, text: string): Word {
    if (!ALPHABETS[kind].test(text)) throw new UnsafeWord(kind);
    return new Word(text);
  }

  /** Whether a text may be such a word. */
  static isSafe(kind: WordKind, text: string): boolean {
    return ALPHABETS[kind].test(text);
  }

  /** As much of a name as a switch takes; null where nothing is left of it. */
  static nameIn(text: string): Word | null {
    const plain = text
      .normalize('NFC')
      .replace(/['‘`´]/g, '’')
      .replace(/[^\p{L}\p{M}\p{N}’ .-]+/gu, ' ')
      .replace(/ +/g, ' ')
      .replace(/^[ .\-\p{M}]+/u, '');
    const short = [...plain].slice(0, 80).join('').trim();
    return ALPHABETS.name.test(short) ? new Word(short) : null;
  }
}

/** A piece of a command, made of the code's own text and of {@link Word}s. */
export class Piece {
  private constructor(readonly text: string) {}

  static of(strings: TemplateStringsArray, ...values: (Word | Piece | number)[]): Piece {
    const texts = values.map((value) =>
      typeof value === 'number' ? String(Math.trunc(value)) : value.text,
    );
    return new Piece(strings.map((string, index) => string + (texts[index] ?? '')).join(''));
  }

  static list(pieces: readonly Piece[]): Piece {
    return new Piece(pieces.map(({ text }) => text).join(','));
  }
}

export const piece = Piece.of;

/** Something the switch is asked, once: lines of pieces. */
export class Command {
  private readonly lines: readonly Piece[];

  constructor(...lines: Piece[]) {
    this.lines = lines;
  }

  /** As it goes over the wire. */
  toString(): string {
    return `${this.lines.map(({ text }) => text).join('\n')}\n\n`;
  }
}
