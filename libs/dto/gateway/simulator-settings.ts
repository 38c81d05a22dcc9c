import {
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsOptional,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { Field, FieldOptions } from '../field/field';
import { DriverDescription } from './driver-description';

const OUTCOMES = 'Outcomes';
const TIMES = 'Times';
const KEYS = 'Keys pressed';
const CAPACITY = 'Capacity';
const FAULTS = 'Faults';

/** A share of all calls, in parts of the sum of all shares. */
const Share = (label: string, hint?: string): PropertyDecorator =>
  together(Field({ label, hint, section: OUTCOMES }), IsInt(), Min(0), Max(1_000_000));

/** A percentage of calls that meet a fault, for tests of what a carrier should never do. */
const Fault = (label: string, hint: string): PropertyDecorator =>
  together(Field({ label, hint, unit: '%', section: FAULTS }), IsNumber(), Min(0), Max(100));

/** How long something lasts in the simulated world. */
const Duration = (options: Omit<FieldOptions, 'unit' | 'section'>): PropertyDecorator =>
  together(Field({ ...options, unit: 'seconds', section: TIMES }), IsNumber(), Min(0), Max(3_600));

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

  @Field({ label: 'Seed', section: OUTCOMES, hint: 'Another seed, another set of answers' })
  @Length(1, 64)
  seed = 'belltower';

  @Duration({ label: 'Ringing at least' })
  ringSecondsFrom = 3;

  @Duration({ label: 'Ringing at most' })
  ringSecondsUntil = 18;

  @Duration({ label: 'Talk time on average' })
  talkSecondsMean = 25;

  @Duration({ label: 'Talk time at most' })
  talkSecondsMost = 180;

  @Field({
    label: 'Speed',
    section: TIMES,
    hint: '1 is real time; at 10 a minute passes in six seconds, timeouts included',
  })
  @IsNumber()
  @Min(0.1)
  @Max(1_000)
  speed = 1;

  @Field({ label: 'Calls with keys pressed', unit: '%', section: KEYS, hint: 'Of answered calls' })
  @IsNumber()
  @Min(0)
  @Max(100)
  keyPressPercent = 10;

  @Field({
    label: 'Keys',
    section: KEYS,
    hint: 'One is chosen for each call, such as 1 or 42#; empty: a key that means something in the call',
  })
  @IsOptional()
  @IsArray()
  @Matches(/^[\d*#]{1,20}$/, { each: true, message: 'each of $property must be digits, * or #' })
  keys: string[] = [];

  @Field({
    label: 'Calls at the same time',
    section: CAPACITY,
    hint: 'More are refused as congestion; blank is unlimited',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  capacityChannels?: number | null = null;

  @Field({
    label: 'New calls in any second',
    section: CAPACITY,
    hint: 'More are refused as congestion; blank is unlimited',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  capacityCallsPerSecond?: number | null = null;

  @Field({
    label: 'Ledger',
    unit: 'MB',
    section: CAPACITY,
    hint: 'Its own record of calls, some 3,000 in a megabyte; twice as much is kept before the oldest are forgotten',
  })
  @IsInt()
  @Min(1)
  @Max(10_000)
  ledgerMegabytes = 256;

  @Field({ label: 'Out of reach', section: FAULTS, hint: 'Nothing it is asked is ever answered' })
  @IsBoolean()
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

function together(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, name) => decorators.forEach((decorate) => decorate(target, name));
}

export const SIMULATOR = {
  key: 'simulator',
  label: 'Simulator',
  simulated: true,
  settings: SimulatorSettings,
  secrets: [],
} satisfies DriverDescription<SimulatorSettings>;
