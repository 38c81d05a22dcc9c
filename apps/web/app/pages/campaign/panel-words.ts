import { Channel, CHANNEL_WORDS, type ChannelWords } from '@belltower/dto';

/** How this part of the panel speaks of what a campaign does. */
export interface PanelWords extends ChannelWords {
  /** Buttons and titles. */
  start: string;
  test: string;
  rest: string;
  /** Of its attempts that are under way. */
  underWay: string;
  /** What becomes of these when it pauses. */
  goOn: string;
  /** What its share of success is called. */
  good: string;
  /** Page of its attempts. */
  page: string;
  /** Registered by whoever shows it. */
  icon: string;
}

const PANEL_WORDS: Readonly<Record<Channel, PanelWords>> = {
  [Channel.Voice]: {
    ...CHANNEL_WORDS[Channel.Voice],
    start: 'Start calling',
    test: 'Test call…',
    rest: 'Call the rest again',
    underWay: 'On the line',
    goOn: 'Calls on the line go on.',
    good: 'Answered',
    page: '/calls',
    icon: 'call',
  },
  [Channel.Sms]: {
    ...CHANNEL_WORDS[Channel.Sms],
    start: 'Start texting',
    test: 'Test message…',
    rest: 'Text the rest again',
    underWay: 'Being sent',
    goOn: 'Messages that are being sent go out.',
    good: 'Reached',
    page: '/messages',
    icon: 'sms',
  },
};

export const panelWords = ({ channel }: { channel: Channel }) => PANEL_WORDS[channel];
