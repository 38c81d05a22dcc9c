import { Injectable, signal } from '@angular/core';
import { isErasedNumber } from '@belltower/dto';

type Formatter = (number: string) => string;

/**
 * Numbers in international format. The tables behind it are large, so they load with the first
 * number shown; until then, and for what is not a number, the text stays as it is. Of a person whose data was erased
 * there is none.
 */
@Injectable({ providedIn: 'root' })
export class PhoneFormat {
  private readonly formatter = signal<Formatter | null>(null);
  private loading = false;

  /** A signal read: whoever shows it is redrawn when the tables have come. */
  format(number: string): string {
    if (isErasedNumber(number)) return 'Erased';
    if (!this.loading) void this.load();
    return this.formatter()?.(number) ?? number;
  }

  private async load(): Promise<void> {
    this.loading = true;
    const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
    this.formatter.set(
      (number) => parsePhoneNumberFromString(number)?.formatInternational() ?? number,
    );
  }
}
