import {
  encodingOf,
  HTTP_SMS_VALUES,
  HttpSmsFormat,
  HttpSmsSettings,
  MessageEncoding,
} from '@belltower/dto';
import { OutboundMessage } from '../messaging';

export type TemplateValues = Readonly<Record<string, string>>;

/** How a value is written so that it stays a value, whatever is in it. */
export type Escape = (value: string) => string;

export function valuesOfMessage(
  { id, number, sender, text }: OutboundMessage,
  settings: HttpSmsSettings,
  callback: string | null,
): TemplateValues {
  const { gsmWord, unicodeWord, user, password } = settings;
  const gsm = encodingOf(text) === MessageEncoding.Gsm7;
  return {
    id,
    number,
    digits: number.replace(/^\+/, ''),
    sender: sender ?? settings.sender ?? '',
    text,
    encoding: (gsm ? gsmWord : unicodeWord) ?? '',
    callback: callback ?? '',
    user: user ?? '',
    password: password ?? '',
  };
}

/** A template with its values, once: a value that looks like a placeholder is a value. */
export function filledIn(template: string, values: TemplateValues, escape: Escape): string {
  return template.replace(HTTP_SMS_VALUES, (_, name: string) => escape(values[name] ?? ''));
}

/** Lone surrogates are no characters, and no URL has room for them. */
export const inUrl: Escape = (value) => encodeURIComponent(value.replace(/\p{Cs}/gu, '\ufffd'));

/** On one line, as bytes that a header may hold. */
export const inHeader: Escape = (value) => value.replace(/[^\x20-\x7e]+/g, '');

const inJson: Escape = (value) => JSON.stringify(value).slice(1, -1);

/** XML 1.0 has no way to write the other control characters. */
const inXml: Escape = (value) =>
  value
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
    .replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);

export const FORMATS: Readonly<Record<HttpSmsFormat, { escape: Escape; contentType: string }>> = {
  [HttpSmsFormat.Form]: { escape: inUrl, contentType: 'application/x-www-form-urlencoded' },
  [HttpSmsFormat.Json]: { escape: inJson, contentType: 'application/json' },
  [HttpSmsFormat.Xml]: { escape: inXml, contentType: 'text/xml; charset=utf-8' },
};
