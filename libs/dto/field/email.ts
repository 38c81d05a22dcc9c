import { buildMessage, ValidateBy, ValidationOptions } from 'class-validator';

const LONGEST = 254;
const LONGEST_LOCAL_PART = 64;
const LONGEST_LABEL = 63;

/** Between the dots of what stands before the @: letters and digits of any script, and what RFC 5322 calls atext. */
const ATOM = /^[a-z\d!#$%&'*+\-/=?^_`{|}~\u00A1-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]+$/i;
/** Between the quotes, where the whole of it is quoted. */
const QUOTED =
  /^([\s\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x21\x23-\x5b\x5d-\x7e\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]|(\\[\x01-\x09\x0b\x0c\x0d-\x7f\u00A0-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]))*$/i;
const LABEL = /^[a-z\u00a1-\uff00\uff5f-\uffff\d-]+$/i;
const TOP_LABEL =
  /^([a-z\u00A1-\u00A8\u00AA-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]{2,}|xn[a-z\d-]{2,})$/i;

/** An e-mail address. */
export const IsEmailAddress = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isEmail',
      validator: {
        validate: (value) => typeof value === 'string' && isEmailAddress(value),
        defaultMessage: buildMessage((each) => `${each}$property must be an email`, options),
      },
    },
    options,
  );

/**
 * Whether a text is an e-mail address with a domain: what `isEmail` of class-validator accepts, which brings rules for IP
 * addresses, hosts and display names that nobody here asks for, 3 kB of every page's first load.
 */
export function isEmailAddress(text: string): boolean {
  if (text.length > LONGEST) return false;
  const at = text.lastIndexOf('@');
  return at >= 0 && isLocalPart(text.slice(0, at)) && isDomain(text.slice(at + 1));
}

function isLocalPart(text: string): boolean {
  if (bytesOf(text) > LONGEST_LOCAL_PART) return false;
  if (text.startsWith('"') && text.endsWith('"')) return QUOTED.test(text.slice(1, -1));
  return text.split('.').every((part) => ATOM.test(part));
}

function isDomain(text: string): boolean {
  const labels = text.split('.');
  const isLabel = (label: string) =>
    label.length <= LONGEST_LABEL &&
    LABEL.test(label) &&
    !label.startsWith('-') &&
    !label.endsWith('-');
  return (
    bytesOf(text) <= LONGEST &&
    labels.length > 1 &&
    TOP_LABEL.test(labels.at(-1)!) &&
    labels.every(isLabel)
  );
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
