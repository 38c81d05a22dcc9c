import { ValidateBy, ValidationArguments } from 'class-validator';
import { FieldProblem } from '../field/standard-schema';
import { Channel } from '../gateway/gateway';
import { LONGEST_SPOKEN, silentParts, Spoken } from './call-content';

/** Longest text of a message, in characters, before anything is filled in. */
export const LONGEST_MESSAGE = 1_600;

/** What is said of a text that is missing, by the channel of its campaign. */
export const BLANK_TEXT: Readonly<Record<Channel, string>> = {
  [Channel.Voice]: '$property is blank: write what is said, or choose a recording',
  [Channel.Sms]: '$property is blank: write what is sent',
};

const fits = (text: unknown, most = LONGEST_MESSAGE) =>
  typeof text !== 'string' || [...text].length <= most;
const tooLong = (most = LONGEST_MESSAGE) =>
  `$property may have at most ${most.toLocaleString('en')} characters`;

/** A text that is not longer than a message may be, in characters as people count them. */
export const IsMessageText = (): PropertyDecorator =>
  ValidateBy({
    name: 'isMessageText',
    validator: { validate: (text) => fits(text), defaultMessage: () => tooLong() },
  });

/** A text of a campaign: not longer than a message may be where it is sent, nor than what is spoken at once elsewhere. */
export const FitsChannel = (): PropertyDecorator =>
  ValidateBy({
    name: 'fitsChannel',
    validator: {
      validate: (value, args) => fits(value, longestOf(args)),
      defaultMessage: (args) => tooLong(longestOf(args)),
    },
  });

const longestOf = (args?: ValidationArguments) =>
  (args?.object as { channel?: Channel } | undefined)?.channel === Channel.Sms
    ? LONGEST_MESSAGE
    : LONGEST_SPOKEN;

/** What of a campaign has nothing in it, in words for people: what would be silence, or an empty message. */
export function blankParts(content: Spoken & { channel: Channel }): FieldProblem[] {
  if (content.channel === Channel.Voice) return silentParts(content);
  if (content.message?.trim()) return [];
  return [{ field: 'message', message: 'It has nothing to send: write its text' }];
}
