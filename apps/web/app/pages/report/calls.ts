import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CallQuery, ExportKind, q850Words, sipWords } from '@belltower/dto';
import { CellTemplate, Moment } from '@belltower/ui';
import { AttemptList } from './attempt-list';
import { CallDetails } from './call-details';
import { callsApi, callsKeptSince } from './calls-api';
import { filterNames, ReportState } from './report-state';

/** The list of calls. */
@Component({
  selector: 'app-calls',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [AttemptList, CallDetails, CellTemplate, Moment, RouterLink],
  templateUrl: './calls.html',
  styleUrl: './attempts.scss',
})
export class Calls {
  protected readonly calls = callsApi();
  protected readonly state = new ReportState('today', filterNames(CallQuery));
  protected readonly keptSince = callsKeptSince(this.calls);
  protected readonly exported = ExportKind.Calls;
  protected readonly sipWords = sipWords;
  protected readonly q850Words = q850Words;
}
