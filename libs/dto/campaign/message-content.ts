import { ValidateBy, ValidationArguments } from 'class-validator';
import { FieldProblem } from '../field/standard-schema';
import { Channel } from '../gateway/gateway';
import { silentParts, Spoken } from './call-content';

/** Longest text of a message, in characters, before anything is filled in. */
export const LONGEST_MESSAGE = 1_600;

/** What is said of a text that is missing, by the channel of its campaign. */
export const BLANK_TEXT: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: '$property is blank: write what is said, or choose a recording',
  [Channel.Sms]: '$property is blank: write what is sent',
};

/** A text of a campaign that, where it is sent, is not longer than a message may be. */
export const FitsMessage = (): PropertyDecorator =>
  ValidateBy({
    name: 'fitsMessage',
    validator: {
      validate: (value, args?: ValidationArguments) =>
        (args?.object as { channel?: Channel } | undefined)?.channel !== Channel.Sms ||
        typeof value !== 'string' ||
        [...value].length <= LONGEST_MESSAGE,
      defaultMessage: () =>
        `$property may have at most ${LONGEST_MESSAGE.toLocaleString('en')} characters`,
    },
  });

/** What of a campaign has nothing in it, in words for people: what would be silence, or an empty message. */
export function blankParts(content: Spoken & { channel: Channel }): FieldProblem[] {
  if (content.channel === Channel.Voice) return silentParts(content);
  if (content.message?.trim()) return [];
  return [{ field: 'message', message: 'It has nothing to send: write its text' }];
}
