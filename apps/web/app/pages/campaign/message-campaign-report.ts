import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { type Params, RouterLink } from '@angular/router';
import { type MessageCampaignReportView, MessageState, SubscriberState } from '@belltower/dto';
import {
  counted,
  Failure,
  formatNumber,
  formatShare,
  lookOf,
  PageHeader,
  titled,
  useIcons,
  zoneCity,
} from '@belltower/ui';
import printIcon from '@material-symbols/svg-400/rounded/print.svg';
import { deliveryWords } from '../report/delivery-words';
import { areGone, GoneNote } from '../report/gone-note';
import { codeWords } from '../report/message-code';
import { stepNames } from '../report/step-words';
import { CampaignApi } from './campaign-api';
import { CampaignSettings } from './campaign-settings';
import { MESSAGE_COUNTS, MESSAGE_FIGURES, share } from './figures-kind';
import { FiguresTable } from './figures-table';
import { hourWords, madeWords, spanWords, zoneWords } from './report-heading';
import { ordinal } from './report-words';
import { type ShareRow, ShareTable } from './share-table';
import { standingRows, type StandingWords, subscribersIn, takenOutWords } from './standing';

const WORDS: StandingWords = {
  reached: 'Reached',
  notReached: 'Not reached, all attempts used',
  left: 'Left to be texted',
  first: 'For the first message',
  again: 'For a further attempt',
  now: 'Being handed over',
};

/** One campaign of messages to print or to save as a PDF: what has come of it, and what was asked. */
@Component({
  selector: 'app-message-campaign-report',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
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
  templateUrl: './message-campaign-report.html',
  styleUrl: './campaign-report.scss',
})
export class MessageCampaignReport {
  readonly id = input.required<number>();

  private readonly api = new CampaignApi();
  protected readonly answer = this.api.part<MessageCampaignReportView>(
    () => this.id(),
    'message-report',
  );
  protected readonly report = computed(() =>
    this.answer.hasValue() ? this.answer.value() : undefined,
  );

  protected readonly made = computed(() => madeWords(this.report()!));
  protected readonly statusWord = computed(() => lookOf(this.report()!.campaign.status).word);
  protected readonly city = computed(() => `${zoneCity(this.report()!.timeZone)} time`);
  private readonly times = computed(() => {
    const { firstMessageAt: first, lastMessageAt: last, timeZone } = this.report()!;
    return { first, last, timeZone };
  });
  protected readonly zone = computed(() => zoneWords(this.times()));
  protected readonly span = computed(
    () => spanWords('message', this.times()) ?? 'No message has been sent yet.',
  );
  /** Whether none of its messages is kept any more. */
  protected readonly isGone = computed(() => {
    const { messagesKeptSince, overTime } = this.report()!;
    return areGone(messagesKeptSince, overTime.at(-1)?.until);
  });
  protected readonly figures = computed(() => {
    const view = this.report()!;
    const { campaign, messages, segments } = view;
    return [
      {
        label: 'Reached',
        value: formatNumber(campaign.reached),
        below: campaign.subscribers
          ? `${formatShare(campaign.reached, campaign.subscribers)} of its subscribers`
          : '',
        link: '/subscribers',
        behind: subscribersIn(this.id(), SubscriberState.Completed),
      },
      {
        label: 'Messages',
        value: formatNumber(messages),
        below: `to ${counted(campaign.subscribers, 'subscriber', 'subscribers')}`,
        link: '/messages',
        behind: this.messages(),
      },
      {
        label: 'Delivered',
        value: share(view.deliveryRate),
        below: counted(view.delivered, 'message', 'messages'),
        link: '/messages',
        behind: this.messages({ state: MessageState.Delivered }),
      },
      {
        label: 'Time to delivery',
        value: deliveryWords(view.deliverySeconds),
        below: 'on average',
      },
      {
        label: 'Segments',
        value: formatNumber(segments),
        below: messages ? `${formatNumber(segments / messages)} a message` : '',
      },
    ];
  });

  protected readonly subscribers = computed(() => standingRows(this.report()!, WORDS, []));
  protected readonly states = computed<ShareRow[]>(() =>
    [...this.report()!.states]
      .sort((a, b) => b.messages - a.messages)
      .map(({ state, messages }) => ({
        name: lookOf(state).word,
        count: messages,
        tone: lookOf(state).tone,
        behind: this.messages({ state }),
      })),
  );
  protected readonly codes = computed<ShareRow[]>(() =>
    this.report()!.codes.map(({ code, messages }) => ({
      name: codeWords(code) ?? code,
      note: codeWords(code) ? code : '',
      count: messages,
      tone: 'red',
      behind: this.messages({ code }),
    })),
  );
  protected readonly failures = computed(() =>
    this.report()!.codes.reduce((sum, { messages }) => sum + messages, 0),
  );
  protected readonly attempts = computed(() =>
    this.report()!.attempts.map(({ attempt, ...figures }) => ({
      name: attempt === 1 ? 'First message' : `${ordinal(attempt)} attempt`,
      figures,
      behind: this.messages({ attempt }),
    })),
  );
  protected readonly gateways = computed(() =>
    this.report()!.gateways.map(({ gatewayId, name, ...figures }) => ({
      name,
      figures,
      behind: this.messages({ gatewayId }),
    })),
  );
  protected readonly countries = computed(() =>
    this.report()!.countries.map(({ country, name, ...figures }) => ({
      name,
      figures,
      behind: this.messages({ country }),
    })),
  );
  protected readonly hours = computed(() =>
    this.report()!.hours.map(({ hour, ...figures }) => ({
      name: hourWords(hour),
      figures,
      behind: this.messages({ hour }),
    })),
  );
  protected readonly stepWord = computed(() => titled(this.report()!.step));
  protected readonly days = computed(() => {
    const { messagesKeptSince, overTime, step, timeZone } = this.report()!;
    const names = stepNames(
      overTime.map(({ from }) => from),
      step,
      timeZone,
    );
    return overTime.map(({ from, until, ...figures }, index) => ({
      name: names[index]!,
      figures,
      behind: areGone(messagesKeptSince, until)
        ? undefined
        : { campaignId: this.id(), from, until },
    }));
  });

  protected readonly counts = MESSAGE_COUNTS;
  protected readonly kind = MESSAGE_FIGURES;

  constructor() {
    useIcons({ print: printIcon });
  }

  /** Query of the list of its messages, whenever they were; undefined where none is kept any more. */
  protected messages(filter: Params = {}): Params | undefined {
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
}
