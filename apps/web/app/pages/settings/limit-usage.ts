import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { AccountInput, fieldsOf, LimitUsageView } from '@belltower/dto';
import { formatNumber } from '@belltower/ui';

interface Line extends LimitUsageView {
  /** Used share in percent, at most 100; null where there is nothing to measure against. */
  percent: number | null;
  words: string;
  tone: 'calm' | 'near' | 'full';
}

/** Near its limit from here on, in percent. */
const NEAR_PERCENT = 80;

/** Every limit of an account with a bar of how much of it is used. */
@Component({
  selector: 'app-limit-usage',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ul class="panel">
      @for (line of lines(); track line.limit) {
        <li>
          <span class="label">{{ line.label }}</span>
          <span class="words numeric">{{ line.words }}</span>
          @if (line.percent !== null) {
            <span
              class="bar"
              role="meter"
              aria-valuemin="0"
              aria-valuemax="100"
              [attr.aria-label]="line.label + ' used'"
              [attr.aria-valuenow]="line.percent"
              [attr.aria-valuetext]="line.words"
            >
              <i [class]="line.tone" [style.width.%]="line.percent"></i>
            </span>
          }
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      max-width: 960px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 6px 16px;
      padding: 14px 20px;
    }
    li + li {
      border-top: 1px solid var(--mat-sys-outline-variant);
    }
    .label {
      font-weight: 550;
    }
    .words {
      color: var(--mat-sys-on-surface-variant);
      text-align: right;
    }
    .bar {
      grid-column: 1 / -1;
      height: 6px;
      border-radius: 3px;
      background: var(--mat-sys-surface-container-highest);
      overflow: hidden;
    }
    i {
      display: block;
      height: 100%;
      min-width: 2px;
      border-radius: 3px;
      background: var(--mat-sys-primary);
    }
    .near {
      background: var(--tone-amber);
    }
    .full {
      background: var(--tone-red);
    }
  `,
})
export class LimitUsage {
  readonly usage = input.required<readonly LimitUsageView[]>();

  protected readonly lines = computed(() => this.usage().map(lineOf));
}

/** One limit in words and as a share. */
export function lineOf(usage: LimitUsageView): Line {
  const { used, allowed } = usage;
  const percent =
    used === null || !allowed ? null : Math.min(100, Math.round((used / allowed) * 100));
  const tone =
    percent === null || percent < NEAR_PERCENT ? 'calm' : percent < 100 ? 'near' : 'full';
  return { ...usage, percent, tone, words: wordsOf(usage) };
}

const UNITS = new Map(fieldsOf(AccountInput).map(({ name, unit }) => [name, unit]));

/** What is used at this moment rather than for good. */
const WHEN: Readonly<Record<string, string>> = {
  maxCallsPerMinute: ' in the last minute',
  maxMessagesPerMinute: ' in the last minute',
  maxChannels: ' in use now',
};

function wordsOf({ limit, used, allowed }: LimitUsageView): string {
  if (allowed === 0) return used ? `${formatNumber(used)}, none allowed` : 'None allowed';
  if (used === null) {
    if (allowed === null) return 'Unlimited';
    return ['At most', formatNumber(allowed), UNITS.get(limit)].filter(Boolean).join(' ');
  }
  const when = WHEN[limit] ?? '';
  if (allowed === null) return `${formatNumber(used)}${when}, unlimited`;
  return `${formatNumber(used)} of ${formatNumber(allowed)}${when}`;
}
