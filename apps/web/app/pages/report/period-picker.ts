import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  signal,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import calendarIcon from '@material-symbols/svg-400/rounded/calendar_today.svg';
import checkIcon from '@material-symbols/svg-400/rounded/check.svg';
import downIcon from '@material-symbols/svg-400/rounded/keyboard_arrow_down.svg';
import {
  MENU,
  instantOf,
  offsetName,
  Session,
  useIcons,
  wallClockOf,
  zoneCity,
} from '@belltower/ui';
import { Preset, PRESETS, REPORT_PRESETS } from './report-period';
import { ReportState } from './report-state';

/** The period of a report: a named one or any other, and in which time zone its days are counted. */
@Component({
  selector: 'app-period-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, MENU],
  template: `
    <button type="button" class="choice" [appMenuFor]="menu">
      <mat-icon svgIcon="calendar_today" aria-hidden="true" />
      <b>{{ name() }}</b>
      <mat-icon svgIcon="keyboard_arrow_down" aria-hidden="true" />
    </button>
    <app-menu #menu="appMenu">
      @for (preset of offers(); track preset.value) {
        <button
          app-menu-item
          role="menuitemradio"
          [attr.aria-checked]="state().preset() === preset.value"
          (click)="choose(preset.value)"
        >
          <mat-icon svgIcon="check" [class.unseen]="state().preset() !== preset.value" />
          <span>{{ preset.label }}</span>
        </button>
      }
      <button
        app-menu-item
        role="menuitemradio"
        [attr.aria-checked]="state().preset() === 'custom'"
        (click)="editing.set(true)"
      >
        <mat-icon svgIcon="check" [class.unseen]="state().preset() !== 'custom'" />
        <span>Other period…</span>
      </button>
    </app-menu>
    <span class="muted numeric words">{{ words() }}</span>
    @if (editing()) {
      <form (submit)="$event.preventDefault(); apply()">
        <label
          >From
          <input
            type="datetime-local"
            required
            [value]="from()"
            (input)="from.set($any($event.target).value)"
        /></label>
        <label
          >Until
          <input
            type="datetime-local"
            [value]="until()"
            (input)="until.set($any($event.target).value)"
        /></label>
        <button matButton="filled" type="submit">Show</button>
        <button matButton type="button" (click)="editing.set(false)">Cancel</button>
        @if (problem()) {
          <span class="problem" role="alert">{{ problem() }}</span>
        }
      </form>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
    }
    .choice {
      display: inline-flex;
      align-items: center;
      gap: 8px;
      height: 34px;
      padding: 0 8px 0 10px;
      border: 1px solid light-dark(#c3caca, #475050);
      border-radius: 8px;
      background: var(--mat-sys-surface-container-lowest);
      color: inherit;
      font: inherit;
      cursor: pointer;
    }
    .choice b {
      font-weight: 550;
    }
    .choice mat-icon {
      width: 18px;
      height: 18px;
      color: var(--mat-sys-on-surface-variant);
    }
    .unseen {
      visibility: hidden;
    }
    form {
      display: flex;
      flex-basis: 100%;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
    }
    label {
      display: inline-flex;
      align-items: center;
      gap: 8px;
    }
    input {
      height: 34px;
      padding: 0 8px;
      border: 1px solid light-dark(#c3caca, #475050);
      border-radius: 8px;
      background: var(--mat-sys-surface-container-lowest);
      color: inherit;
      font: inherit;
    }
    .problem {
      color: var(--mat-sys-error);
    }
    @media print {
      .choice,
      form {
        display: none;
      }
    }
  `,
})
export class PeriodPicker {
  readonly state = input.required<ReportState>();
  /** Which named periods to offer. */
  readonly presets = input<readonly Preset[]>(REPORT_PRESETS);

  private readonly session = inject(Session);

  protected readonly offers = computed(() =>
    this.presets().map((value) => ({ value, label: PRESETS[value] })),
  );
  protected readonly name = computed(() => {
    const preset = this.state().preset();
    return preset === 'custom' ? 'Period' : PRESETS[preset];
  });
  protected readonly words = computed(() => {
    const words = this.state().words();
    return words === this.name() ? this.zone() : `${words} · ${this.zone()}`;
  });
  private readonly zone = computed(() => {
    const timeZone = this.session.timeZone();
    const at = new Date(this.state().period().from);
    return `${zoneCity(timeZone)} time (${offsetName(timeZone, at)})`;
  });
  protected readonly editing = signal(false);
  protected readonly from = linkedSignal(() => this.wallClock(this.state().period().from));
  protected readonly until = linkedSignal(() => this.wallClock(this.state().period().until));
  protected readonly problem = signal('');

  constructor() {
    useIcons({
      calendar_today: calendarIcon,
      check: checkIcon,
      keyboard_arrow_down: downIcon,
    });
  }

  protected choose(preset: Preset): void {
    this.editing.set(false);
    this.state().choose(preset);
  }

  protected apply(): void {
    const zone = this.session.timeZone();
    const [from, until] = [instantOf(this.from(), zone), instantOf(this.until(), zone)];
    const isBackwards = until !== '' && until <= from;
    this.problem.set(isBackwards ? 'The period ends before it begins' : '');
    if (isBackwards || !from) return;
    this.editing.set(false);
    this.state().between(until ? { from, until } : { from });
  }

  private wallClock(instant: string | undefined): string {
    return instant ? wallClockOf(instant, this.session.timeZone()) : '';
  }
}
