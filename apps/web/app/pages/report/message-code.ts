/** What our own words, the states of SMPP receipts and its statuses mean to somebody who speaks none of it. */
const WORDS: Readonly<Record<string, string>> = {
  // Our own
  empty: 'Nothing was left of the text once everything was filled in',
  'no-answer': 'The provider did not answer in time: it may have been sent',
  closed: 'The connection ended before the answer: it may have been sent',
  unreachable: 'The provider could not be reached',
  unsendable: 'It cannot be sent as it is',
  'repeated-id': 'The same message was being handed over already',
  'process-lost': 'Belltower was interrupted while it was handed over: it may have been sent',
  stopped: 'Belltower was stopped while it was handed over: it may have been sent',
  driver: 'The connection to the provider broke down: it may have been sent',
  blocked: 'The gateway may not send to numbers that begin like this',
  throttled: 'Too many messages for the gateway',
  'invalid-number': 'No such number',
  'system-error': 'The provider had a problem',
  // Receipts, by the five letters that operators agree on
  SCHED: 'Waits for its turn',
  BUFFE: 'Waits in the network',
  ENROU: 'On its way',
  ACCEP: 'The network has it',
  DELIV: 'The phone has it',
  UNDEL: 'The network could not deliver it',
  EXPIR: 'The phone was out of reach for too long',
  REJEC: 'The network refused it',
  DELET: 'It was deleted before it was delivered',
  SKIPP: 'The network left it out',
  UNKNO: 'The network does not know',
  FAILE: 'The network failed',
  // Statuses
  ESME_RINVMSGLEN: 'The text is too long for the provider',
  ESME_RINVSRCADR: 'The provider does not accept this sender',
  ESME_RINVDSTADR: 'The provider does not accept this number',
  ESME_RSUBMITFAIL: 'The provider could not take it',
  ESME_RSYSERR: 'The provider had a problem',
  ESME_RTHROTTLED: 'Too many messages for the gateway',
  ESME_RMSGQFUL: 'The provider’s queue is full',
};
const LETTERS = 5;

/** What an error code means; null where only the provider knows. */
export function codeWords(code: string): string | null {
  const [word = ''] = code.split(' ');
  const known = [word, word.slice(0, LETTERS)].find((one) => Object.hasOwn(WORDS, one));
  return known === undefined ? null : WORDS[known]!;
}
