import { computed, resource, Signal } from '@angular/core';
import type { PhoneNumberView } from '@belltower/dto';

/** How long to wait after a key before asking the server. */
const PAUSE_MS = 300;

/** Beyond this many candidates a list of time zones helps nobody. */
const MOST_ZONES_NAMED = 3;

export interface TypedNumber {
  number: string;
  country: string;
}

/** What the number that somebody types is read as, for the hints beside it. Create it in an injection context. */
export class NumberReading {
  private readonly answer;

  constructor(
    typed: Signal<TypedNumber>,
    read: (typed: TypedNumber) => Promise<PhoneNumberView>,
    private readonly format: (number: string) => string,
  ) {
    this.answer = resource({
      params: () => (typed().number.trim() ? typed() : undefined),
      loader: async ({ params, abortSignal }) => {
        await pause(PAUSE_MS, abortSignal);
        return read(params);
      },
      equal: (a, b) => JSON.stringify(a) === JSON.stringify(b),
    });
  }

  /** Beside the number: how it will be called, or why it cannot be. */
  readonly numberHint = computed(() => {
    const known = this.known();
    if (!known) return 'With its country code, or as it is written at home';
    if (known.problem) return known.problem;
    return known.number ? `Read as ${this.format(known.number)}` : '';
  });

  /** Beside the time zone: which one counts while none is set. */
  readonly zoneHint = computed(() => {
    const zones = this.known()?.possibleTimeZones ?? [];
    const names = zones.map((zone) => zone.replaceAll('_', ' '));
    if (!zones.length) return 'Blank: guessed from the number and country';
    if (zones.length === 1) return `Blank: ${names[0]}, by the number and country`;
    if (zones.length > MOST_ZONES_NAMED)
      return `Blank: not certain, the country has ${zones.length} time zones`;
    return `Blank: not certain, ${names.join(' or ')}`;
  });

  private known(): PhoneNumberView | undefined {
    return this.answer.hasValue() ? this.answer.value() : undefined;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}
