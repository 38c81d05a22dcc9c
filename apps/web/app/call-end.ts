/** What a detail of the end of a call means to whoever has set the gateway up, and what to do about it. */
const MEANINGS: Readonly<Record<string, string>> = {
  'asked-to-wait': 'the carrier has asked to be left alone for a while',
  'auth-failed': 'the carrier does not accept the user and password',
  closed: 'the gateway was just being closed',
  incompatible: 'no common way to carry sound',
  'longest-call': 'the longest time for a call is over',
  'network-blocked': 'a network has blocked it',
  'no-media-port': 'no port for sound could be opened',
  'no-sound': 'no sound came from the other side',
  'no-voice': 'there is nothing to speak with: see Check',
  'not-registered': 'the gateway is not registered: see Check',
  redirected: 'sent elsewhere, where it may not go',
  'session-expired': 'the other side did not show that it still lives',
  'too-many-calls': 'the gateway carries as many calls as it can',
  'too-many-redirections': 'sent elsewhere again and again',
  unreachable: 'the carrier did not answer at all',
};

export function meaningOf(detail: string): string {
  return MEANINGS[detail] ?? detail.replaceAll('-', ' ');
}

/** The same where the detail stands behind the disposition, as in `congestion: unreachable`. */
export function endInWords(text: string): string {
  const [disposition, detail] = text.split(': ');
  return detail && MEANINGS[detail] ? `${disposition}: ${MEANINGS[detail]}` : text;
}
