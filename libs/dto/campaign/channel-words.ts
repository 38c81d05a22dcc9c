import { Channel } from '../gateway/gateway';

/** How sentences about a campaign speak of what it does. */
export interface ChannelWords {
  /** As in “it calls nobody” and “call the rest again”. */
  call: string;
  calls: string;
  called: string;
  calling: string;
  /** One of what it makes, and several. */
  one: string;
  many: string;
}

export const CHANNEL_WORDS: Readonly<Record<Channel, ChannelWords>> = {
  [Channel.Voice]: {
    ...{ call: 'call', calls: 'calls', called: 'called', calling: 'calling' },
    ...{ one: 'call', many: 'calls' },
  },
  [Channel.Sms]: {
    ...{ call: 'text', calls: 'texts', called: 'texted', calling: 'texting' },
    ...{ one: 'message', many: 'messages' },
  },
};
