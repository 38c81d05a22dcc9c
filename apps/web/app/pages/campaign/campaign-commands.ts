import { inject, Injectable, Injector } from '@angular/core';
import { Router } from '@angular/router';
import { CampaignStatus, type CampaignView } from '@belltower/dto';
import { counted, Messages, Removal } from '@belltower/ui';
import { CampaignApi } from './campaign-api';
import { panelWords } from './panel-words';

/** What a person can do with a campaign, from the list and from its page; each says what came of it. */
@Injectable({ providedIn: 'root' })
export class CampaignCommands {
  private readonly api = new CampaignApi();
  private readonly injector = inject(Injector);
  private readonly messages = inject(Messages);
  private readonly removal = inject(Removal);
  private readonly router = inject(Router);

  /** Resolves to whether the campaign changed. */
  async start(campaign: CampaignView): Promise<boolean> {
    const answer = await (await this.dialogs()).start(campaign);
    if (answer === 'edit') await this.router.navigate(['/campaigns', campaign.id, 'edit']);
    return answer === true && this.run(campaign, 'start', `“${campaign.name}” started`);
  }

  pause(campaign: CampaignView): Promise<boolean> {
    return this.run(campaign, 'pause', `“${campaign.name}” paused. ${panelWords(campaign).goOn}`);
  }

  resume(campaign: CampaignView): Promise<boolean> {
    return this.run(campaign, 'resume', `“${campaign.name}” goes on`);
  }

  async stop(campaign: CampaignView): Promise<boolean> {
    const answer = await (await this.dialogs()).stop(campaign);
    return answer ? this.run(campaign, 'stop', `“${campaign.name}” stopped`, answer) : false;
  }

  async test(campaign: CampaignView): Promise<void> {
    (await this.dialogs()).test(campaign);
  }

  /** Opens the copy. */
  async duplicate(campaign: CampaignView): Promise<void> {
    try {
      const copy = await this.api.action(campaign.id, 'duplicate');
      this.messages.say(`“${copy.name}” created`);
      await this.router.navigate(['/campaigns', copy.id, 'edit']);
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  /** Asks whom, and opens the campaign that calls or texts them. */
  async callRest(campaign: CampaignView): Promise<void> {
    const outcomes = await (await this.dialogs()).rest(campaign);
    if (!outcomes?.length) return;
    try {
      const rest = await this.api.action(campaign.id, 'rest', { outcomes });
      this.messages.say(`“${rest.name}” created as a draft`);
      await this.router.navigate(['/campaigns', rest.id, 'edit']);
    } catch (problem) {
      this.messages.fail(problem);
    }
  }

  remove(campaign: CampaignView): Promise<boolean> {
    const { called, many } = panelWords(campaign);
    const goes = campaign.subscribers
      ? `Its ${counted(campaign.subscribers, 'subscriber', 'subscribers')} and its queue go with it.`
      : `Nobody has been ${called} by it.`;
    const stays = campaign.startedAt ? ` Its ${many} stay in the reports.` : '';
    return this.removal.ask(this.api, campaign, `${goes}${stays} This cannot be undone.`);
  }

  /** Whether it can be deleted now. */
  mayRemove({ status }: CampaignView): boolean {
    return status !== CampaignStatus.Running;
  }

  private async dialogs() {
    const { CampaignDialogs } = await import('./campaign-dialogs');
    return this.injector.get(CampaignDialogs);
  }

  private async run(
    { id }: CampaignView,
    verb: string,
    done: string,
    body: object = {},
  ): Promise<boolean> {
    try {
      await this.api.action(id, verb, body);
      this.messages.say(done);
      return true;
    } catch (problem) {
      this.messages.fail(problem);
      return false;
    }
  }
}
