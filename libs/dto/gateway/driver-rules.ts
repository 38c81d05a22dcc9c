import { Matches } from 'class-validator';

/** What sound is carried as: both kinds of G.711. */
export enum VoiceCodec {
  Pcmu = 'pcmu',
  Pcma = 'pcma',
}

export const VOICE_CODECS = { pcmu: 'G.711 µ-law', pcma: 'G.711 A-law' } as const;

/** A host name or IPv4 address, with a port where asked for. */
export const HOST_AND_PORT = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?(:\d{1,5})?$/;

/** A path from the root, of what can be part of a command without being taken for one, and never leads upwards. */
const FOLDER = /^([A-Za-z]:)?(\/[A-Za-z0-9_-][A-Za-z0-9._-]*){1,30}\/?$/;

/** Printable, on one line. */
export function IsOneLine(): PropertyDecorator {
  return Matches(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: '$property must be one line' });
}

/** A folder that this machine and a switch both see. */
export function IsSharedFolder(): PropertyDecorator {
  return Matches(FOLDER, {
    message:
      '$property must be a path from the root, such as /var/lib/belltower/sounds, of letters, digits, “.”, “_” and “-”',
  });
}

/** Several decorators as one. */
export function together(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, name) => decorators.forEach((decorate) => decorate(target, name));
}
