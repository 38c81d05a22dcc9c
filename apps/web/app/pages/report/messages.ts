import { ChangeDetectionStrategy, Component, computed, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { ExportKind, MessageQuery } from '@belltower/dto';
import {
  EmptyState,
  Moment,
  PageHeader,
  RESOURCE_TABLE,
  ResourceTable,
  useIcons,
} from '@belltower/ui';
import refreshIcon from '@material-symbols/svg-400/rounded/refresh.svg';
import { ExportMenu } from '../export/export-menu';
import { areGone, GoneNote } from './gone-note';
import { ListDrawer } from './list-drawer';
import { codeWords } from './message-code';
import { MessageDetails } from './message-details';
import { messagesApi, messagesKeptSince } from './messages-api';
import { OpenBeside } from './open-beside';
import { PeriodPicker } from './period-picker';
import { type Preset, PRESETS } from './report-period';
import { filterNames, ReportState } from './report-state';

/** The list of messages; the one that the address names is open beside it. */
@Component({
  selector: 'app-messages',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    EmptyState,
    ExportMenu,
    GoneNote,
    ListDrawer,
    MatButtonModule,
    MatIconModule,
    MessageDetails,
    Moment,
    PageHeader,
    PeriodPicker,
    RESOURCE_TABLE,
    RouterLink,
  ],
  templateUrl: './messages.html',
  styleUrl: './attempts.scss',
})
export class MessageList {
  protected readonly messages = messagesApi();
  protected readonly state = new ReportState('today', filterNames(MessageQuery));
  protected readonly presets = Object.keys(PRESETS) as Preset[];
  protected readonly table = viewChild.required(ResourceTable);
  // Named even while blank: what this page sets is no filter chip of the table.
  protected readonly fixed = computed(() => ({
    from: this.state.period().from,
    until: this.state.period().until ?? '',
    subscriberId: this.state.filters()['subscriberId'] ?? '',
  }));
  protected readonly keptSince = messagesKeptSince(this.messages);
  /** Whether the whole period lies before the messages that are kept. */
  protected readonly isGone = computed(() => areGone(this.keptSince(), this.state.period().until));
  protected readonly opened = new OpenBeside('message', this.state, this.table);
  protected readonly exported = ExportKind.Messages;
  protected readonly exportFilters = () => ({ ...this.state.period(), ...this.state.filters() });
  protected readonly codeWords = codeWords;

  constructor() {
    useIcons({ refresh: refreshIcon });
  }
}
