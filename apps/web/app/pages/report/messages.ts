import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ExportKind, MessageQuery } from '@belltower/dto';
import { CellTemplate, Moment } from '@belltower/ui';
import { AttemptList } from './attempt-list';
import { codeWords } from './message-code';
import { MessageDetails } from './message-details';
import { messagesApi, messagesKeptSince } from './messages-api';
import { filterNames, ReportState } from './report-state';

/** The list of messages. */
@Component({
  selector: 'app-messages',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [AttemptList, CellTemplate, MessageDetails, Moment, RouterLink],
  templateUrl: './messages.html',
  styleUrl: './attempts.scss',
})
export class MessageList {
  protected readonly messages = messagesApi();
  protected readonly state = new ReportState('today', filterNames(MessageQuery));
  protected readonly keptSince = messagesKeptSince(this.messages);
  protected readonly exported = ExportKind.Messages;
  protected readonly codeWords = codeWords;
}
