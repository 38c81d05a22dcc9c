import { inject, Injectable } from '@angular/core';
import { ComponentType } from '@angular/cdk/portal';
import { MatDialog } from '@angular/material/dialog';
import { type CampaignView, Channel, type RestOutcome } from '@belltower/dto';
import { firstValueFrom } from 'rxjs';
import { RestDialog } from './rest-dialog';
import { StartDialog } from './start-dialog';
import { StopDialog } from './stop-dialog';
import { CampaignTestCall } from './test-call-dialog';
import { CampaignTestMessage } from './test-message-dialog';

const TESTS: Readonly<Record<Channel, ComponentType<unknown>>> = {
  [Channel.Voice]: CampaignTestCall,
  [Channel.Sms]: CampaignTestMessage,
};

/** What is asked before a campaign starts, stops or is called again; loaded with the first question. */
@Injectable({ providedIn: 'root' })
export class CampaignDialogs {
  private readonly dialog = inject(MatDialog);

  /** Whether to start it, or to change it first. */
  start(campaign: CampaignView): Promise<boolean | 'edit' | undefined> {
    const dialog = this.dialog.open<StartDialog, CampaignView, boolean | 'edit'>(StartDialog, {
      data: campaign,
      width: '560px',
      maxWidth: '94vw',
    });
    return firstValueFrom(dialog.afterClosed());
  }

  /** How to stop it; undefined where it goes on. */
  stop(campaign: CampaignView): Promise<{ hangUp: boolean } | undefined> {
    const dialog = this.dialog.open<StopDialog, CampaignView, { hangUp: boolean }>(StopDialog, {
      data: campaign,
      maxWidth: '480px',
    });
    return firstValueFrom(dialog.afterClosed());
  }

  /** Lets it be heard, or seen on a phone. */
  test(campaign: CampaignView): void {
    const options = { data: campaign, width: '560px', maxWidth: '96vw' };
    this.dialog.open<unknown, CampaignView>(TESTS[campaign.channel], options);
  }

  /** Whom to call again. */
  rest(campaign: CampaignView): Promise<RestOutcome[] | undefined> {
    const dialog = this.dialog.open<RestDialog, CampaignView, RestOutcome[]>(RestDialog, {
      data: campaign,
      width: '480px',
    });
    return firstValueFrom(dialog.afterClosed());
  }
}
