import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { GatewayLineView } from '@belltower/dto';
import { counted, formatNumber } from '@belltower/ui';

interface Figure {
  label: string;
  text: string;
  /** Whether somebody should look at it. */
  bad?: boolean;
}

/** How the dialing processes are connected to a gateway: only what its driver can know. */
@Component({
  selector: 'app-gateway-line',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2>Connection</h2>
    <dl>
      @for (figure of figures(); track figure.label) {
        <div>
          <dt>{{ figure.label }}</dt>
          <dd class="numeric" [class.bad]="figure.bad">{{ figure.text }}</dd>
        </div>
      }
    </dl>
    <p class="muted">{{ since() }}</p>
  `,
  styles: `
    :host {
      display: block;
      padding: 16px 20px;
    }
    h2 {
      margin-bottom: 8px;
      font-size: 16px;
      line-height: 24px;
    }
    dl {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(240px, 1fr));
      gap: 6px 32px;
      margin: 0 0 8px;
    }
    dl > div {
      display: flex;
      justify-content: space-between;
      gap: 12px;
    }
    dt {
      color: var(--mat-sys-on-surface-variant);
    }
    dd {
      margin: 0;
      text-align: right;
    }
    .bad {
      color: var(--mat-sys-error);
    }
    p {
      font-size: 12px;
    }
  `,
})
export class GatewayLine {
  readonly line = input.required<GatewayLineView>();

  protected readonly figures = computed(() => figuresOf(this.line()));
  protected readonly since = computed(() =>
    this.line().dialers === 1
      ? 'Totals are since the dialing process began.'
      : `Totals of ${counted(this.line().dialers, 'dialing process', 'dialing processes')}, since each of them began.`,
  );
}

/** Those that are known, in words. */
export function figuresOf(line: GatewayLineView): Figure[] {
  const { dialers, switches, switchesUp, switchSessions, switchSessionsMost } = line;
  const known = (label: string, value: number | null, unit = ''): Figure[] =>
    value === null ? [] : [{ label, text: formatNumber(value) + unit }];
  const counting = (label: string, value: number | null): Figure[] =>
    known(label, value).map((figure) => ({ ...figure, bad: value! > 0 }));
  const part = (label: string, value: number | null, whole: number | null): Figure[] =>
    value === null || whole === null
      ? []
      : [
          {
            label,
            text: `${formatNumber(value)} of ${formatNumber(whole)}`,
            bad: value < whole,
          },
        ];
  return [
    ...part('Registered', line.registered, dialers),
    ...part('Switches that take calls', switchesUp, switches),
    ...known('Channels of our calls', line.switchChannels),
    ...part('Sessions of everybody', switchSessions, switchSessionsMost).map((figure) => ({
      ...figure,
      bad: switchSessions === switchSessionsMost,
    })),
    ...known('Slowest answer of a switch', milliseconds(line.slowestAnswerMs), ' ms'),
    ...counting('Commands without an answer', line.commandsUnanswered),
    ...counting('Connections lost', line.connectionsLost),
    ...counting('Registrations failed', line.registrationsFailed),
    ...known('SIP messages sent again', line.retransmissions),
    ...known('Sound late, at worst', milliseconds(line.soundLatestMs), ' ms'),
    ...counting('Steps of sound left out', line.soundSkipped),
  ];
}

const milliseconds = (value: number | null) => (value === null ? null : Math.round(value));
