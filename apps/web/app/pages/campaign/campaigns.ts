import { ChangeDetectionStrategy, Component, viewChild } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { CampaignView } from '@belltower/dto';
import {
  EmptyState,
  formatNumber,
  Moment,
  PageTabs,
  ProgressBar,
  RESOURCE_PAGE,
  ResourcePage,
  StatusChip,
} from '@belltower/ui';
import { CampaignActionsBar } from './campaign-actions';
import { CampaignApi } from './campaign-api';
import { progressParts } from './campaign-progress';
import { CAMPAIGN_TABS } from './campaign-tabs';
import { doneWords } from './done-words';
import { panelWords } from './panel-words';
import { ScheduleNote } from './schedule-note';
import { successWords } from './success-words';

/** The account's campaigns: how far each is, and what can be done with it. */
@Component({
  selector: 'app-campaigns',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [
    CampaignActionsBar,
    EmptyState,
    MatButtonModule,
    Moment,
    PageTabs,
    ProgressBar,
    RESOURCE_PAGE,
    RouterLink,
    ScheduleNote,
    StatusChip,
  ],
  templateUrl: './campaigns.html',
  styleUrl: './campaigns.scss',
})
export class Campaigns {
  protected readonly campaigns = new CampaignApi();
  protected readonly tabs = CAMPAIGN_TABS;
  protected readonly partsOf = progressParts;
  protected readonly words = panelWords;
  protected readonly successWords = successWords;
  protected readonly formatNumber = formatNumber;
  protected readonly page = viewChild.required(ResourcePage);

  protected wordsOf(campaign: CampaignView): string {
    if (campaign.status === 'draft') return 'Not started';
    return campaign.subscribers ? doneWords(campaign) : 'Nobody yet';
  }
}
