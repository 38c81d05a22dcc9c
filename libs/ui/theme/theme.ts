import { computed, effect, Injectable, signal } from '@angular/core';

/** What the person chose: the system's scheme, or always one of them. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'belltower.theme';
const NEXT: Record<ThemeChoice, ThemeChoice> = { system: 'light', light: 'dark', dark: 'system' };

/** Light or dark: as the system has it unless the person chose; remembered in this browser. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly chosen = signal<ThemeChoice>(remembered());
  private readonly system = matchMedia('(prefers-color-scheme: dark)');
  private readonly systemDark = signal(this.system.matches);
  private readonly printing = signal(false);

  readonly choice = this.chosen.asReadonly();
  /** Never on paper. */
  readonly dark = computed(() => {
    if (this.printing()) return false;
    return this.chosen() === 'system' ? this.systemDark() : this.chosen() === 'dark';
  });

  constructor() {
    this.system.addEventListener('change', ({ matches }) => this.systemDark.set(matches));
    // The attribute is always set: charts and pictures read it, and CSS needs no media query twice.
    effect(() => this.show());
    // At once: the page is laid out for paper as soon as whoever listens to these events has answered.
    addEventListener('beforeprint', () => this.print(true));
    addEventListener('afterprint', () => this.print(false));
  }

  choose(choice: ThemeChoice): void {
    this.chosen.set(choice);
    localStorage.setItem(KEY, choice);
  }

  /** System, light, dark, and around again. */
  turn(): void {
    this.choose(NEXT[this.chosen()]);
  }

  private print(printing: boolean): void {
    this.printing.set(printing);
    this.show();
  }

  private show(): void {
    document.documentElement.dataset['theme'] = this.dark() ? 'dark' : 'light';
  }
}

function remembered(): ThemeChoice {
  const choice = localStorage.getItem(KEY);
  return choice === 'light' || choice === 'dark' ? choice : 'system';
}
