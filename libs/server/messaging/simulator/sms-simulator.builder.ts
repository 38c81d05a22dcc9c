import { SmsSimulatorSettings } from '@belltower/dto';

type Outcome =
  'delivered' | 'undelivered' | 'expired' | 'unreported' | 'rejected' | 'failed' | 'busy';

const OUTCOMES: readonly Outcome[] = [
  'delivered',
  'undelivered',
  'expired',
  'unreported',
  'rejected',
  'failed',
  'busy',
];

/** Settings for tests; `only` leaves one outcome. Nobody replies unless it is said. */
export function givenSmsSettings({
  only,
  ...values
}: Partial<SmsSimulatorSettings> & { only?: Outcome } = {}): SmsSimulatorSettings {
  const settings = Object.assign(new SmsSimulatorSettings(), { replyPercent: 0 });
  if (only)
    for (const outcome of OUTCOMES)
      Object.assign(settings, { [outcome]: outcome === only ? 1 : 0 });
  return Object.assign(settings, values);
}
