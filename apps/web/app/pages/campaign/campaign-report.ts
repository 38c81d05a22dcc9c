import {
  ChangeDetectionStrategy,
  Component,
  computed,
  input,
  numberAttribute,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import type { Params } from '@angular/router';
import { RouterLink } from '@angular/router';
import {
  type CampaignReportView,
  Disposition,
  HoldReason,
  SubscriberState,
  SUPPRESSED_BY_WORDS,
} from '@belltower/dto';
import {
  counted,
  Failure,
  formatDuration,
  formatInstant,
  formatNumber,
  formatShare,
  lookOf,
  offsetName,
  PageHeader,
  titled,
  useIcons,
  zoneCity,
} from '@belltower/ui';
import printIcon from '@material-symbols/svg-400/rounded/print.svg';
import { areGone, GoneNote } from '../report/gone-note';
import { stepNames } from '../report/step-words';
import { CampaignAnswers } from './campaign-answers';
import { CampaignApi } from './campaign-api';
import { CampaignSettings } from './campaign-settings';
import { FiguresTable } from './figures-table';
import { HOLD_WORDS } from './hold-words';
import { lengthWords, ordinal } from './report-words';
import { type ShareRow, ShareTable } from './share-table';

/** Reasons that are counted as states of their own. */
const COUNTED_ELSEWHERE: readonly HoldReason[] = [
  HoldReason.BeingCalled,
  HoldReason.Suppressed,
  HoldReason.AttemptsUsedUp,
  HoldReason.Removed,
];

/** One campaign to print or to save as a PDF: what has come of it, and what was asked. */
@Component({
  selector: 'app-campaign-report',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    CampaignAnswers,
    CampaignSettings,
    Failure,
    FiguresTable,
    GoneNote,
    MatButtonModule,
    MatIconModule,
    PageHeader,
    RouterLink,
    ShareTable,
  ],
  templateUrl: './campaign-report.html',
  styleUrl: './campaign-report.scss',
})
export class CampaignReport {
  readonly id = input.required({ transform: numberAttribute });

  private readonly api = new CampaignApi();
  protected readonly answer = this.api.part<CampaignReportView>(() => this.id(), 'report');
  protected readonly report = computed(() =>
    this.answer.hasValue() ? this.answer.value() : undefined,
  );

  protected readonly made = computed(() => {
    const { accountName, madeAt, timeZone } = this.report()!;
    const zone = `${zoneCity(timeZone)} time, ${offsetName(timeZone, new Date(madeAt))}`;
    return `Campaign report of ${accountName}, made ${formatInstant(madeAt, timeZone)} (${zone})`;
  });
  protected readonly statusWord = computed(() => lookOf(this.report()!.campaign.status).word);
  protected readonly city = computed(() => `${zoneCity(this.report()!.timeZone)} time`);
  protected readonly zone = computed(() => {
    const { timeZone, firstCallAt, lastCallAt } = this.report()!;
    const offsets = [firstCallAt, lastCallAt].map((at) =>
      offsetName(timeZone, at ? new Date(at) : undefined),
    );
    const all = [...new Set(offsets)].join(', then ');
    return `${zoneCity(timeZone)} time (${all})`;
  });
  /** When it called, and for how long. */
  protected readonly span = computed(() => {
    const { firstCallAt, lastCallAt, timeZone } = this.report()!;
    if (!firstCallAt || !lastCallAt) return 'No call has ended yet.';
    const [first, last] = [firstCallAt, lastCallAt].map((at) => formatInstant(at, timeZone));
    const seconds = (Date.parse(lastCallAt) - Date.parse(firstCallAt)) / 1_000;
    return `First call ${first}, last call ${last}: ${lengthWords(seconds)}.`;
  });
  /** Whether none of its calls is kept any more. */
  protected readonly isGone = computed(() => {
    const { callsKeptSince, overTime } = this.report()!;
    return areGone(callsKeptSince, overTime.at(-1)?.until);
  });
  protected readonly figures = computed(() => {
    const view = this.report()!;
    const { campaign } = view;
    const called = campaign.reached + campaign.attemptsUsedUp;
    return [
      {
        label: 'Reached',
        value: formatNumber(campaign.reached),
        below: called ? `${formatShare(campaign.reached, called)} of those called to the end` : '',
        link: '/subscribers',
        behind: this.subscribersIn(SubscriberState.Completed),
      },
      {
        label: 'Calls',
        value: formatNumber(view.calls),
        below: `for ${counted(campaign.subscribers, 'subscriber', 'subscribers')}`,
        link: '/calls',
        behind: this.calls(),
      },
      {
        label: 'ASR',
        value: share(view.asr),
        below: `${formatNumber(view.answered)} answered`,
        link: '/calls',
        behind: this.calls({ disposition: Disposition.Answered }),
      },
      { label: 'NER', value: share(view.ner), below: 'of calls reached a phone' },
      { label: 'ACD', value: formatDuration(view.acdSeconds), below: 'an answered call, m:ss' },
      { label: 'Talk time', value: formatDuration(view.talkSeconds), below: 'h:mm:ss in all' },
    ];
  });

  protected readonly subscribers = computed<ShareRow[]>(() => {
    const { campaign, suppressedBy, suppressedAtLeast } = this.report()!;
    const { reached, attemptsUsedUp, suppressed, left } = campaign;
    const state = (one: SubscriberState) => ({ behind: this.subscribersIn(one) });
    return [
      { name: 'Reached', count: reached, tone: 'green', ...state(SubscriberState.Completed) },
      ...this.pickedUpBy(),
      {
        name: 'Not reached, all attempts used',
        count: attemptsUsedUp,
        tone: 'red',
        ...state(SubscriberState.Failed),
      },
      {
        name: 'On do-not-call',
        count: suppressed,
        tone: 'violet',
        ...state(SubscriberState.Suppressed),
      },
      ...suppressedBy.map(({ reason, listId, list, subscribers }) => ({
        name: list ? `On the list “${list}”` : SUPPRESSED_BY_WORDS[reason],
        count: subscribers,
        behind: {
          ...this.subscribersIn(SubscriberState.Suppressed),
          suppressedBy: reason,
          suppressionListId: listId,
        },
        note: suppressedAtLeast ? '(at least)' : '',
        below: true,
      })),
      {
        name: 'Left to be called',
        count: left,
        tone: 'slate',
        behind: this.subscribersIn(SubscriberState.Waiting, SubscriberState.Retry),
      },
      ...this.waiting(),
    ];
  });
  protected readonly dispositions = computed<ShareRow[]>(() =>
    [...this.report()!.dispositions]
      .sort((a, b) => b.calls - a.calls)
      .map(({ disposition, calls }) => ({
        name: lookOf(disposition).word,
        count: calls,
        tone: lookOf(disposition).tone,
        behind: this.calls({ disposition }),
      })),
  );
  protected readonly attempts = computed(() =>
    this.report()!.attempts.map(({ attempt, ...figures }) => ({
      name: attempt === 1 ? 'First call' : `${ordinal(attempt)} attempt`,
      figures,
      behind: this.calls({ attempt }),
    })),
  );
  protected readonly gateways = computed(() =>
    this.report()!.gateways.map(({ gatewayId, name, ...figures }) => ({
      name,
      figures,
      behind: this.calls({ gatewayId }),
    })),
  );
  protected readonly hours = computed(() =>
    this.report()!.hours.map(({ hour, ...figures }) => ({
      name: `${pad(hour)}:00–${pad((hour + 1) % 24)}:00`,
      figures,
      behind: this.calls({ hour }),
    })),
  );
  protected readonly stepWord = computed(() => titled(this.report()!.step));
  protected readonly days = computed(() => {
    const { callsKeptSince, overTime, step, timeZone } = this.report()!;
    const names = stepNames(
      overTime.map(({ from }) => from),
      step,
      timeZone,
    );
    return overTime.map(({ from, until, ...figures }, index) => ({
      name: names[index]!,
      figures,
      behind: areGone(callsKeptSince, until) ? undefined : { campaignId: this.id(), from, until },
    }));
  });
  protected readonly hasAnswers = computed(() => {
    const { questions, marks } = this.report()!;
    return questions.length > 0 || marks.length > 0;
  });

  constructor() {
    useIcons({ print: printIcon });
  }

  /** Query of the list of its calls, whenever they were; undefined where none is kept any more. */
  protected calls(filter: Params = {}): Params | undefined {
    return this.isGone() ? undefined : { campaignId: this.id(), period: 'all', ...filter };
  }

  protected removed(): Params {
    return this.subscribersIn(SubscriberState.Removed);
  }

  protected removedWords(): string {
    const { removed } = this.report()!.campaign;
    return `${formatNumber(removed)} ${removed === 1 ? 'was' : 'were'} taken out`;
  }

  protected print(): void {
    print();
  }

  private subscribersIn(...states: SubscriberState[]): Params {
    return { campaignId: this.id(), state: states.join() };
  }

  /** By whom, where not everybody who was reached has had the whole call. */
  private pickedUpBy(): ShareRow[] {
    const { answered, campaign } = this.report()!;
    if (campaign.reached <= answered) return [];
    const of = (...dispositions: Disposition[]) => ({
      behind: {
        ...this.subscribersIn(SubscriberState.Completed),
        disposition: dispositions.join(),
      },
      below: true,
    });
    const others = Object.values(Disposition).filter((one) => one !== Disposition.Answered);
    return [
      { name: 'Answered by a person', count: answered, ...of(Disposition.Answered) },
      {
        name: 'By a machine, or cut off',
        count: campaign.reached - answered,
        ...of(...others),
      },
    ];
  }

  /** What those who are left wait for. A list has just those of a state only while none of them is on the line. */
  private waiting(): ShareRow[] {
    const { campaign, holds } = this.report()!;
    if (!campaign.left) return [];
    const quiet = campaign.inProgress === 0;
    const below = true;
    const reasons = holds.filter(({ reason }) => !COUNTED_ELSEWHERE.includes(reason));
    const whole = reasons.filter(({ wholeCampaign }) => wholeCampaign);
    const rows: ShareRow[] = [
      {
        name: 'For the first call',
        count: campaign.waiting,
        below,
        behind: quiet ? this.subscribersIn(SubscriberState.Waiting) : undefined,
        note: whole.map(({ reason }) => HOLD_WORDS[reason].short).join(', '),
      },
      {
        name: 'For a further attempt',
        count: campaign.waitingForRetry,
        below,
        behind: quiet ? this.subscribersIn(SubscriberState.Retry) : undefined,
      },
      { name: 'On the line', count: campaign.inProgress, below },
      ...reasons
        .filter((hold) => !hold.wholeCampaign && hold.reason !== HoldReason.WaitingForRetry)
        .map(({ reason, subscribers, atLeast }) => ({
          name: `Of these: ${HOLD_WORDS[reason].short.toLowerCase()}`,
          count: subscribers ?? 0,
          note: atLeast ? '(at least)' : '',
          below,
        })),
    ];
    return rows.filter(({ count }) => count > 0);
  }
}

function share(ratio: number | null): string {
  return ratio === null ? '—' : formatShare(ratio, 1);
}

function pad(hour: number): string {
  return String(hour).padStart(2, '0');
}
