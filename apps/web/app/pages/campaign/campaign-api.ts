import { HttpClient } from '@angular/common/http';
import { inject } from '@angular/core';
import {
  CampaignEffectView,
  CampaignEstimateInput,
  CampaignEstimateView,
  CampaignInput,
  CampaignQuery,
  CampaignTestCallInput,
  CampaignTestMessageInput,
  CampaignTimelineView,
  CampaignView,
  MessagePreviewInput,
  MessagePreviewView,
  PlaceholderView,
  TestCallNewsView,
  TestMessageNewsView,
} from '@belltower/dto';
import { queryParams, ResourceApi } from '@belltower/ui';
import { firstValueFrom, Observable } from 'rxjs';
import { trialNews } from '../gateway/trial-news';

export class CampaignApi extends ResourceApi<CampaignInput, CampaignView, CampaignQuery> {
  private readonly client = inject(HttpClient);

  constructor() {
    super({
      route: 'campaigns',
      input: CampaignInput,
      view: CampaignView,
      query: CampaignQuery,
      one: 'campaign',
      many: 'campaigns',
      write: 'campaign.write',
    });
  }

  /** How long a campaign would take. */
  estimate(input: CampaignEstimateInput): Promise<CampaignEstimateView> {
    return this.post('estimate', input);
  }

  /** What a text would be for people of some phonebooks, and what it comes to for all of them. */
  messagePreview(input: MessagePreviewInput): Promise<MessagePreviewView> {
    return this.post('message-preview', input);
  }

  /** What saving this would do to a campaign under way. */
  effects(id: number, input: CampaignInput): Promise<CampaignEffectView[]> {
    return this.post(`${id}/effects`, input);
  }

  /** Calls a number as the campaign would, and tells what happens. Whoever unsubscribes hangs up. */
  testCall(id: number, input: CampaignTestCallInput): Observable<TestCallNewsView> {
    return trialNews(this.client, this.url(`${id}/test-call/live`), input);
  }

  /** Sends a number what the campaign would, and tells what comes of it. */
  testMessage(id: number, input: CampaignTestMessageInput): Observable<TestMessageNewsView> {
    return trialNews(this.client, this.url(`${id}/test-message/live`), input);
  }

  /** What texts may say about each contact of these phonebooks. */
  placeholders(phonebookIds: number[]): Promise<PlaceholderView[]> {
    const params = queryParams({ phonebookIds });
    return firstValueFrom(this.client.get<PlaceholderView[]>(this.url('placeholders'), { params }));
  }

  /** Campaigns whose dates touch a period. */
  timeline(from: string, until: string): Promise<CampaignTimelineView[]> {
    const params = queryParams({ from, until });
    return firstValueFrom(
      this.client.get<CampaignTimelineView[]>(this.url('timeline'), { params }),
    );
  }
}
