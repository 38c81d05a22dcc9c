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
import { type CampaignReportView, Channel, Disposition, SubscriberState } from '@belltower/dto';
import {
  counted,
  Failure,
  formatDuration,
  formatNumber,
  formatShare,
  lookOf,
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
import { CALL_FIGURES, share } from './figures-kind';
import { FiguresTable } from './figures-table';
import { MessageCampaignReport } from './message-campaign-report';
import { hourWords, madeWords, spanWords, zoneWords } from './report-heading';
import { ordinal } from './report-words';
import { type ShareRow, ShareTable } from './share-table';
import { standingRows, type StandingWords, subscribersIn, takenOutWords } from './standing';

const WORDS: StandingWords = {
  reached: 'Reached',
  notReached: 'Not reached, all attempts used',
  left: 'Left to be called',
  first: 'For the first call',
  again: 'For a further attempt',
  now: 'On the line',
};

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
    MessageCampaignReport,
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

  protected readonly isOfMessages = computed(() => this.report()!.campaign.channel === Channel.Sms);
  protected readonly made = computed(() => madeWords(this.report()!));
  protected readonly statusWord = computed(() => lookOf(this.report()!.campaign.status).word);
  protected readonly city = computed(() => `${zoneCity(this.report()!.timeZone)} time`);
  private readonly times = computed(() => {
    const { firstCallAt: first, lastCallAt: last, timeZone } = this.report()!;
    return { first, last, timeZone };
  });
  protected readonly zone = computed(() => zoneWords(this.times()));
  /** When it called, and for how long. */
  protected readonly span = computed(
    () => spanWords('call', this.times()) ?? 'No call has ended yet.',
  );
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
        behind: subscribersIn(this.id(), SubscriberState.Completed),
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

  protected readonly subscribers = computed(() =>
    standingRows(this.report()!, WORDS, this.pickedUpBy()),
  );
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
      name: hourWords(hour),
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
  protected readonly kind = CALL_FIGURES;
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
    return subscribersIn(this.id(), SubscriberState.Removed);
  }

  protected removedWords(): string {
    const { removed } = this.report()!.campaign;
    return takenOutWords(removed, formatNumber(removed));
  }

  protected print(): void {
    print();
  }

  /** By whom, where not everybody who was reached has had the whole call. */
  private pickedUpBy(): ShareRow[] {
    const { answered, campaign } = this.report()!;
    if (campaign.reached <= answered) return [];
    const of = (...dispositions: Disposition[]) => ({
      behind: {
        ...subscribersIn(this.id(), SubscriberState.Completed),
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
}
