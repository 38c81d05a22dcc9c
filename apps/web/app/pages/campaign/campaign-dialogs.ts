import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import type { CampaignView, RestOutcome } from '@belltower/dto';
import { firstValueFrom } from 'rxjs';
import { RestDialog } from './rest-dialog';
import { StartDialog } from './start-dialog';
import { StopDialog } from './stop-dialog';
import { CampaignTestCall } from './test-call-dialog';

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

  /** Lets it be heard. */
  testCall(campaign: CampaignView): void {
    this.dialog.open<CampaignTestCall, CampaignView>(CampaignTestCall, {
      data: campaign,
      width: '560px',
      maxWidth: '96vw',
    });
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
