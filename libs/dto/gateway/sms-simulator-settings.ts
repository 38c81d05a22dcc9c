import { ArrayMaxSize, IsArray, Length } from 'class-validator';
import { Field } from '../field/field';
import { DriverDescription } from './driver-description';
import {
  Capacity,
  Duration,
  Fault,
  LedgerSize,
  OutOfReach,
  Percentage,
  Seed,
  Share,
  Speed,
} from './simulator-rules';

const REPLIES = 'Replies';

/** How a simulated network for messages behaves. The same seed, number and attempt always end the same way. */
export class SmsSimulatorSettings {
  @Share('Delivered', 'Shares of all messages; they need not add up to 100')
  delivered = 90;

  @Share('Undelivered', 'Taken, and reported as never having reached the phone')
  undelivered = 4;

  @Share('Expired')
  expired = 2;

  @Share('Never reported', 'Taken, and nothing is heard of it again')
  unreported = 2;

  @Share('Rejected', 'Refused at once for its number')
  rejected = 1;

  @Share('Failed', 'Refused at once for a reason of the network’s own')
  failed = 1;

  @Share('Not taken for now', 'As by a network that has no room; it can be sent again')
  busy = 0;

  @Seed()
  seed = 'belltower';

  @Duration({ label: 'Answer after' })
  answerSeconds = 0.1;

  @Duration({ label: 'Answer awaited for', hint: 'After that the message is unknown' })
  answerTimeoutSeconds = 30;

  @Duration({ label: 'Receipt after at least' })
  receiptSecondsFrom = 1;

  @Duration({ label: 'Receipt after at most' })
  receiptSecondsUntil = 12;

  @Duration({ label: 'Reply after at most', hint: 'Once the message has been delivered' })
  replySeconds = 20;

  @Speed()
  speed = 1;

  @Percentage({ label: 'Messages replied to', section: REPLIES, hint: 'Of those delivered' })
  replyPercent = 4;

  @Field({ label: 'Replies', section: REPLIES, hint: 'One is chosen for each reply' })
  @IsArray()
  @ArrayMaxSize(50)
  @Length(1, 300, { each: true })
  replies: string[] = ['STOP', 'Stop.', 'Thank you', 'Who is this?'];

  @Capacity('Messages in any second', 'More are not taken for now; blank is unlimited')
  capacityPerSecond?: number | null = null;

  @LedgerSize('Its own record of messages; twice as much is kept before the oldest are forgotten')
  ledgerMegabytes = 256;

  @OutOfReach()
  down = false;

  @Fault('Unanswered', 'The message is taken, and nobody says so')
  unansweredPercent = 0;

  @Fault('Receipts lost', 'What became of the message is never told')
  lostPercent = 0;

  @Fault('Receipts doubled', 'They come two times')
  twicePercent = 0;

  @Fault('Receipts out of order', 'That it is on its way is told after its end')
  outOfOrderPercent = 0;

  @Fault('Receipts early', 'They come before the answer to the message itself')
  earlyPercent = 0;

  @Fault('Receipts late', 'They come a day later')
  latePercent = 0;
}

export const SMS_SIMULATOR = {
  key: 'simulator',
  label: 'Simulator',
  simulated: true,
  settings: SmsSimulatorSettings,
  secrets: [],
} satisfies DriverDescription<SmsSimulatorSettings>;
