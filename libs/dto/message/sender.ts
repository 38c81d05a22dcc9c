import { ValidateBy, ValidationArguments, ValidationOptions } from 'class-validator';

const NUMBER = /^\+?\d{3,15}$/;
/** As networks carry names of senders: at most eleven characters, not digits alone. */
const NAME = /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 ._-]{0,9}[A-Za-z0-9.]$|^[A-Za-z]$/;

/** Whether a sender is a name, to which nobody can reply. */
export const isSenderName = (sender: string) => NAME.test(sender);

const OF_CALLS = 'must be a phone number';
const OF_MESSAGES =
  'must be a phone number, or a name of up to 11 letters, digits, spaces, dots, _ and -, with at least one letter';

/** What whoever is called, or gets a message, sees it come from, by the channel of the campaign or gateway. */
export const IsShownToCallees = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isShownToCallees',
      validator: {
        validate: (value, args?: ValidationArguments) =>
          typeof value === 'string' &&
          (NUMBER.test(value) || (sendsMessages(args) && isSenderName(value))),
        defaultMessage: (args?: ValidationArguments) =>
          `${options?.each ? 'each of ' : ''}$property ${sendsMessages(args) ? OF_MESSAGES : OF_CALLS}`,
      },
    },
    options,
  );

/** Named here, as the channel itself is told by what is shown by these. */
function sendsMessages(args?: ValidationArguments): boolean {
  return (args?.object as { channel?: unknown } | undefined)?.channel === 'sms';
}
