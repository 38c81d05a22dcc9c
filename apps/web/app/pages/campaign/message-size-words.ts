import { MESSAGE_ENCODING_WORDS, MessageEncoding, type MessageSize } from '@belltower/dto';
import { counted, formatNumber } from '@belltower/ui';

/** How long a message is, as the network counts it, for example `161 characters, GSM 7-bit: 2 segments, 145 left`. */
export function messageSizeWords({
  characters,
  units,
  encoding,
  segments,
  unitsLeft,
}: MessageSize): string {
  const length = counted(characters, 'character', 'characters');
  // Some characters count twice.
  const counts = units === characters ? '' : ` that count as ${formatNumber(units)}`;
  const cut = counted(segments, 'segment', 'segments');
  return `${length}${counts}, ${ENCODING[encoding]}: ${cut}, ${formatNumber(unitsLeft)} left`;
}

const ENCODING: Readonly<Record<MessageEncoding, string>> = {
  ...MESSAGE_ENCODING_WORDS,
  [MessageEncoding.Ucs2]: 'Unicode',
};

/** Characters as they are shown one by one. */
export const charactersWords = (characters: readonly string[], most = 12): string => {
  const shown = characters.slice(0, most).map((one) => NAMES[one] ?? one);
  return shown.join(' ') + (characters.length > most ? ' …' : '');
};

/** Those that cannot be seen. */
const NAMES: Readonly<Record<string, string>> = {
  '\u00a0': 'a fixed space',
  '\u202f': 'a narrow space',
  '\u200b': 'an invisible space',
  '\u200d': 'an invisible joiner',
  '\ufe0f': 'an emoji mark',
  '\u00ad': 'a soft hyphen',
  '\t': 'a tab',
};
