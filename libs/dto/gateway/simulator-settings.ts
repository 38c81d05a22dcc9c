import { IsArray, IsNumber, IsOptional, Matches, Max, Min } from 'class-validator';
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

const KEYS = 'Keys pressed';

/** How a simulated carrier behaves. The same seed, number and attempt always end the same way. */
export class SimulatorSettings {
  @Share('Answered', 'Shares of all calls; they need not add up to 100')
  answered = 62;

  @Share('Answering machine')
  machine = 8;

  @Share('Busy')
  busy = 8;

  @Share('No answer')
  noAnswer = 15;

  @Share('Rejected')
  rejected = 2;

  @Share('Invalid number')
  invalidNumber = 2;

  @Share('Blocked', 'Refused by a network that takes the calls for spam')
  blocked = 0;

  @Share('Congestion')
  congestion = 2;

  @Share('Failed')
  failed = 1;

  @Seed()
  seed = 'belltower';

  @Duration({ label: 'Ringing at least' })
  ringSecondsFrom = 3;

  @Duration({ label: 'Ringing at most' })
  ringSecondsUntil = 18;

  @Duration({ label: 'Talk time on average' })
  talkSecondsMean = 25;

  @Duration({ label: 'Talk time at most' })
  talkSecondsMost = 180;

  @Duration({ label: 'Speaking on average', hint: 'Where what somebody says is recorded' })
  speakSeconds = 4;

  @Speed()
  speed = 1;

  @Percentage({ label: 'Calls with keys pressed', section: KEYS, hint: 'Of answered calls' })
  keyPressPercent = 10;

  @Field({
    label: 'Keys within',
    unit: 'seconds',
    section: KEYS,
    hint: 'Of the answer; blank is at any time in the call',
  })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(3_600)
  keySecondsMost?: number | null = null;

  @Field({
    label: 'Keys',
    section: KEYS,
    hint: 'One is chosen for each call, such as 1 or 42#; empty: a key that means something in the call',
  })
  @IsOptional()
  @IsArray()
  @Matches(/^[\d*#]{1,20}$/, { each: true, message: 'each of $property must be digits, * or #' })
  keys: string[] = [];

  @Percentage({
    label: 'Questions answered',
    section: KEYS,
    hint: 'By one of the keys that answer them; as many say something when they are recorded',
  })
  answerPercent = 80;

  @Capacity('Calls at the same time', 'More are refused as congestion; blank is unlimited')
  capacityChannels?: number | null = null;

  @Capacity('New calls in any second', 'More are refused as congestion; blank is unlimited')
  capacityCallsPerSecond?: number | null = null;

  @LedgerSize(
    'Its own record of calls, some 3,000 in a megabyte; twice as much is kept before the oldest are forgotten',
  )
  ledgerMegabytes = 256;

  @OutOfReach()
  down = false;

  @Fault('Silent', 'The call is taken and nothing is heard of it again')
  silentPercent = 0;

  @Fault('Answered too late', 'The answer crosses our giving up')
  latePercent = 0;

  @Fault('Reported twice', 'Ringing and answer are told two times')
  twicePercent = 0;

  @Fault('Garbage', 'The call ends with a status that nobody knows')
  garbagePercent = 0;

  @Fault('End never reported', 'As when the connection to the carrier breaks during the call')
  lostPercent = 0;
}

export const SIMULATOR = {
  key: 'simulator',
  label: 'Simulator',
  simulated: true,
  settings: SimulatorSettings,
  secrets: [],
} satisfies DriverDescription<SimulatorSettings>;
