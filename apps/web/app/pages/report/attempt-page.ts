import { NgTemplateOutlet } from '@angular/common';
import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  contentChild,
  inject,
  input,
  TemplateRef,
} from '@angular/core';
import { Failure, PageHeader, PhoneFormat, type ResourceApi, titled } from '@belltower/ui';

/** What every attempt has. */
export interface AttemptRecord {
  id: number;
  number: string;
}

/** Requests about calls, or about messages. */
export type AttemptApi = Pick<
  ResourceApi<AttemptRecord, AttemptRecord, never>,
  'one' | 'route' | 'url'
>;

/** One attempt as a page of its own: what is told of it is the template within. */
@Component({
  selector: 'app-attempt-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, NgTemplateOutlet, PageHeader],
  template: `
    @if (record.error(); as failure) {
      <app-failure [error]="failure" (retried)="reload()" />
    } @else if (record.hasValue()) {
      <app-page-header [title]="title()" purpose="One attempt, and what happened in it." />
      <h2 class="cdk-visually-hidden">What is known of it</h2>
      <div class="panel sheet">
        <ng-container
          [ngTemplateOutlet]="details()"
          [ngTemplateOutletContext]="{ $implicit: record.value() }"
        />
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
export class AttemptPage {
  readonly resource = input.required<AttemptApi>();
  readonly id = input.required<string>();

  protected readonly details = contentChild.required(TemplateRef);
  private readonly phone = inject(PhoneFormat);
  protected readonly record = httpResource<AttemptRecord>(() => this.resource().url(this.id()));
  protected readonly title = computed(() =>
    this.record.hasValue()
      ? this.phone.format(this.record.value().number)
      : titled(this.resource().one),
  );

  /** Reads it again, after something changed it. */
  reload(): void {
    this.record.reload();
  }
}
