import { HttpClient } from '@angular/common/http';
import { inject } from '@angular/core';
import {
  CampaignEffectView,
  CampaignEstimateInput,
  CampaignEstimateView,
  CampaignInput,
  CampaignQuery,
  CampaignTimelineView,
  CampaignView,
} from '@belltower/dto';
import { queryParams, ResourceApi } from '@belltower/ui';
import { firstValueFrom } from 'rxjs';

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

  /** What saving this would do to a campaign under way. */
  effects(id: number, input: CampaignInput): Promise<CampaignEffectView[]> {
    return this.post(`${id}/effects`, input);
  }

  /** Campaigns whose dates touch a period. */
  timeline(from: string, until: string): Promise<CampaignTimelineView[]> {
    const params = queryParams({ from, until });
    return firstValueFrom(
      this.client.get<CampaignTimelineView[]>(this.url('timeline'), { params }),
    );
  }
}
