import { Target } from './transport';

const UNTRUSTED = 'its certificate is from nobody that is trusted';
const OWN_AUTHORITY =
  ' With an authority of your own, put its certificate into “Trusted certificates”.';

/** What the errors of sockets and of TLS mean to whoever has set up a trunk, by their codes. */
const WORDS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet, by the clock of this machine',
  CERT_REVOKED: 'its certificate has been revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port',
  ECONNREFUSED: 'nobody takes connections there',
  EHOSTUNREACH: 'there is no way to it from this machine',
  ENETUNREACH: 'there is no way to it from this machine',
  ECONNRESET: 'it closed the connection at once',
};

/** Why no connection could be made, for people. */
export function wordsForProblem(error: Error, { host, serverName }: Target): string {
  const { code = '' } = ((error.cause as object | undefined) ?? error) as NodeJS.ErrnoException;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `its certificate is of another name than ${serverName ?? host}.`;
  const words = WORDS[code];
  if (!words) return error.message;
  // The name that the system has for it helps those who look it up.
  return `${words} (${code}).${words === UNTRUSTED ? OWN_AUTHORITY : ''}`;
}
