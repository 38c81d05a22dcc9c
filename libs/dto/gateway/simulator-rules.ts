import { IsBoolean, IsInt, IsNumber, IsOptional, Length, Max, Min } from 'class-validator';
import { Field, FieldOptions } from '../field/field';
import { together } from './driver-rules';

/** A share of all calls or messages, in parts of the sum of all shares. */
export const Share = (label: string, hint?: string): PropertyDecorator =>
  together(Field({ label, hint, section: 'Outcomes' }), IsInt(), Min(0), Max(1_000_000));

/** A percentage of calls or messages that meet a fault, for tests of what a carrier should never do. */
export const Fault = (label: string, hint: string): PropertyDecorator =>
  Percentage({ label, hint, section: 'Faults' });

/** How long something lasts in the simulated world. */
export const Duration = (options: Omit<FieldOptions, 'unit' | 'section'>): PropertyDecorator =>
  together(
    Field({ ...options, unit: 'seconds', section: 'Times' }),
    IsNumber(),
    Min(0),
    Max(3_600),
  );

/** What chance begins with: the same seed ends the same calls or messages the same way. */
export const Seed = (): PropertyDecorator =>
  together(
    Field({ label: 'Seed', section: 'Outcomes', hint: 'Another seed, another set of answers' }),
    Length(1, 64),
  );

/** How fast time passes in the simulated world. */
export const Speed = (): PropertyDecorator =>
  together(
    Field({
      label: 'Speed',
      section: 'Times',
      hint: '1 is real time; at 10 a minute passes in six seconds, timeouts included',
    }),
    IsNumber(),
    Min(0.1),
    Max(1_000),
  );

/** How many of some do something. */
export const Percentage = (options: Omit<FieldOptions, 'unit'>): PropertyDecorator =>
  together(Field({ ...options, unit: '%' }), IsNumber(), Min(0), Max(100));

/** How much the network carries; null is as much as it is given. */
export const Capacity = (label: string, hint: string): PropertyDecorator =>
  together(
    Field({ label, hint, section: 'Capacity' }),
    IsOptional(),
    IsInt(),
    Min(0),
    Max(1_000_000),
  );

/** How much the network's own record holds. */
export const LedgerSize = (hint: string): PropertyDecorator =>
  together(
    Field({ label: 'Ledger', unit: 'MB', section: 'Capacity', hint }),
    IsInt(),
    Min(1),
    Max(10_000),
  );

/** Whether nobody answers at all. */
export const OutOfReach = (): PropertyDecorator =>
  together(
    Field({
      label: 'Out of reach',
      section: 'Faults',
      hint: 'Nothing it is asked is ever answered',
    }),
    IsBoolean(),
  );
