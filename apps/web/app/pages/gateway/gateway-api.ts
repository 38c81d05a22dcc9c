import { inject } from '@angular/core';
import { HttpClient } from '@angular/common/http';
import {
  GatewayGaugeView,
  GatewayInput,
  GatewayMessagesView,
  GatewayQuery,
  GatewayUseView,
  GatewayView,
  GrantedGatewayView,
  Page,
  StrayReceiptView,
  TestCallInput,
  TestCallNewsView,
  TestMessageInput,
  TestMessageNewsView,
} from '@belltower/dto';
import { ResourceApi } from '@belltower/ui';
import { firstValueFrom, Observable } from 'rxjs';
import { trialNews } from './trial-news';

/** Gateways as those see them who may change them. */
export class GatewayApi extends ResourceApi<GatewayInput, GatewayView, GatewayQuery> {
  private readonly requests = inject(HttpClient);

  /** @param whose all of the installation, or those that the account has brought */
  constructor(readonly whose: 'platform' | 'own') {
    super({
      route: whose === 'platform' ? 'platform/gateways' : 'own-gateways',
      input: GatewayInput,
      view: GatewayView,
      query: GatewayQuery,
      one: 'gateway',
      many: 'gateways',
      write: whose === 'platform' ? 'platform.write' : 'gateway.write',
    });
  }

  /** What each carries at this moment. */
  gauges(): Promise<GatewayGaugeView[]> {
    return firstValueFrom(this.requests.get<GatewayGaugeView[]>(this.url('gauges')));
  }

  /** The campaigns that call over one, those under way first. */
  usesOf(id: number): Promise<GatewayUseView[]> {
    return firstValueFrom(this.requests.get<GatewayUseView[]>(this.url(`${id}/uses`)));
  }

  /** What has become of the messages of a day over one. */
  messagesOf(id: number): Promise<GatewayMessagesView> {
    return firstValueFrom(this.requests.get<GatewayMessagesView>(this.url(`${id}/messages`)));
  }

  /** Receipts under ids that are no message's, newest first. @param after `next` of the page before */
  strayReceiptsOf(id: number, after?: string): Promise<Page<StrayReceiptView>> {
    const params = { limit: 10, ...(after ? { after } : {}) };
    const url = this.url(`${id}/stray-receipts`);
    return firstValueFrom(this.requests.get<Page<StrayReceiptView>>(url, { params }));
  }

  /** Calls a number and tells what happens while it happens, the result last. Whoever unsubscribes hangs up. */
  testCall(id: number, input: TestCallInput): Observable<TestCallNewsView> {
    return trialNews(this.requests, this.url(`${id}/test-call/live`), input);
  }

  /** Sends a message and tells what comes of it as it comes, the result last. */
  testMessage(id: number, input: TestMessageInput): Observable<TestMessageNewsView> {
    return trialNews(this.requests, this.url(`${id}/test-message/live`), input);
  }

  grant(id: number, accountIds: readonly number[]): Promise<GatewayView> {
    const url = this.url(`${id}/grants`);
    return firstValueFrom(this.requests.put<GatewayView>(url, { accountIds }));
  }
}

/** The gateways that the account may use. */
export class GrantedGatewayApi extends ResourceApi<GatewayInput, GrantedGatewayView, GatewayQuery> {
  constructor() {
    super({
      route: 'gateways',
      input: GatewayInput,
      view: GrantedGatewayView,
      query: GatewayQuery,
      one: 'gateway',
      many: 'gateways',
      write: 'gateway.write',
    });
  }
}
