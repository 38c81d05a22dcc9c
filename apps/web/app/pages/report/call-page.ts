import { httpResource } from '@angular/common/http';
import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { CallDetailView } from '@belltower/dto';
import { Failure, PageHeader, PhoneFormat } from '@belltower/ui';
import { CallDetails } from './call-details';
import { callsApi } from './calls-api';

/** One call as a page of its own. */
@Component({
  selector: 'app-call-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CallDetails, Failure, PageHeader],
  template: `
    @if (call.error(); as failure) {
      <app-failure [error]="failure" (retried)="call.reload()" />
    } @else if (call.hasValue()) {
      <app-page-header [title]="title()" purpose="One attempt, and what happened in it." />
      <h2 class="cdk-visually-hidden">What is known of it</h2>
      <div class="panel sheet">
        <app-call-details [call]="call.value()" (changed)="call.reload()" />
      </div>
    }
  `,
  styles: `
    .sheet {
      max-width: 720px;
      padding: 24px;
    }
    @media (max-width: 599px) {
      .sheet {
        padding: 16px;
      }
    }
  `,
})
export class CallPage {
  /** From the route. */
  readonly id = input.required<string>();

  private readonly phone = inject(PhoneFormat);
  private readonly calls = callsApi();

  protected readonly call = httpResource<CallDetailView>(() => this.calls.url(this.id()));
  protected readonly title = computed(() =>
    this.call.hasValue() ? this.phone.format(this.call.value().number) : 'Call',
  );
}
