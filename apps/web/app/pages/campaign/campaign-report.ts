import {
  ChangeDetectionStrategy,
  Component,
  computed,
  input,
  numberAttribute,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import {
  type CampaignReportView,
  type CampaignView,
  Channel,
  type MessageCampaignReportView,
  SubscriberState,
} from '@belltower/dto';
import { Failure, formatNumber, lookOf, PageHeader, useIcons } from '@belltower/ui';
import printIcon from '@material-symbols/svg-400/rounded/print.svg';
import { GoneNote } from '../report/gone-note';
import { CampaignAnswers } from './campaign-answers';
import { CampaignApi } from './campaign-api';
import { CampaignSettings } from './campaign-settings';
import { FiguresTable } from './figures-table';
import { madeWords } from './report-heading';
import { reportOfCalls } from './report-of-calls';
import { reportOfMessages } from './report-of-messages';
import { ShareTable } from './share-table';
import { subscribersIn, subscribersOf, takenOutWords } from './standing';

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
  private readonly calls = this.api.part<CampaignReportView>(() => this.id(), 'report');
  private readonly isOfMessages = computed(
    () => this.calls.hasValue() && this.calls.value().campaign.channel === Channel.Sms,
  );
  private readonly messages = this.api.part<MessageCampaignReportView>(
    () => (this.isOfMessages() ? this.id() : null),
    'message-report',
  );
  protected readonly answer = computed(() => (this.isOfMessages() ? this.messages : this.calls));
  /** Undefined until it is told. */
  protected readonly body = computed(() => {
    if (!this.isOfMessages())
      return this.calls.hasValue() ? reportOfCalls(this.calls.value()) : undefined;
    return this.messages.hasValue() ? reportOfMessages(this.messages.value()) : undefined;
  });

  protected readonly madeWords = madeWords;
  protected readonly lookOf = lookOf;

  constructor() {
    useIcons({ print: printIcon });
  }

  protected everybody() {
    return subscribersOf(this.id());
  }

  protected removed() {
    return subscribersIn(this.id(), SubscriberState.Removed);
  }

  protected removedWords({ removed }: CampaignView): string {
    return takenOutWords(removed, formatNumber(removed));
  }

  protected print(): void {
    print();
  }
}
