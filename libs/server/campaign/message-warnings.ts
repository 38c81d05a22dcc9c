import { encodingOf, MessageEncoding, plainText, sizeOfMessage } from '@belltower/dto';
import { MessageCost } from './message-cost';

/** What a person ought to know about a text before it is sent, a sentence each. */
export function messageWarnings(
  text: string,
  {
    messages,
    empty,
    unicode,
    approximate,
  }: Pick<MessageCost, 'messages' | 'empty' | 'unicode' | 'approximate'>,
): string[] {
  const amount = (value: number) =>
    approximate
      ? `about ${Number(value.toPrecision(2)).toLocaleString('en')}`
      : value.toLocaleString('en');
  const warnings: string[] = [];
  if (empty)
    warnings.push(
      `With everything filled in ${amount(empty)} of ${amount(messages)} messages are empty: they are not sent. Give the placeholders a fallback, such as {first_name|friend}.`,
    );
  const { outsideGsm } = sizeOfMessage(text);
  if (outsideGsm.length) warnings.push(unicodeWarning(text, outsideGsm));
  else if (unicode)
    warnings.push(
      `Names or other values make ${amount(unicode)} of ${amount(messages)} messages Unicode, of 70 characters a segment instead of 160.`,
    );
  return warnings;
}

function unicodeWarning(text: string, outsideGsm: readonly string[]): string {
  const said = `The text has ${outsideGsm.slice(0, 5).join(' ')}, for which it is sent as Unicode: 70 characters a segment instead of 160.`;
  return encodingOf(plainText(text)) === MessageEncoding.Gsm7
    ? `${said} With plain quotes and dashes it would not be.`
    : said;
}
