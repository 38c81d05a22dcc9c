import {
  ChangeDetectionStrategy,
  Component,
  computed,
  contentChildren,
  inject,
  input,
  output,
  resource,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { fieldsOf, PageQuery } from '@belltower/dto';
import { Identified, ResourceApi } from '../api/resource-api';
import { FieldTemplate } from '../form/field-template';
import { ResourceForm } from '../form/resource-form';
import { titled } from '../format/format';
import { Session } from '../session/session';
import { Failure } from './failure';
import { Messages } from './messages';
import { PageHeader } from './page-header';

/**
 * The form page of a resource: a new record without an id, the record with this id otherwise. Takes
 * field templates in its content; what has the attribute `action` goes beside the title.
 */
@Component({
  selector: 'app-resource-editor',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, PageHeader, ResourceForm],
  template: `
    @if (heading()) {
      <app-page-header [title]="title()" [purpose]="purpose()">
        <ng-content select="[action]" />
      </app-page-header>
    }
    <ng-content />
    @if (record.error(); as failure) {
      <app-failure [error]="failure" (retried)="record.reload()" />
    } @else if (ready()) {
      <app-resource-form
        [dto]="resource().input"
        [value]="value()"
        [save]="save"
        [saveLabel]="saveLabel() || (isNew() ? 'Create ' + resource().one : 'Save')"
        [locked]="lockedNow()"
        [omit]="omit()"
        [templates]="templates()"
        (saved)="finish($any($event))"
        (cancelled)="leave()"
      />
    } @else {
      <div class="panel wait" aria-busy="true"></div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .wait {
      max-width: 960px;
      min-height: 320px;
    }
  `,
})
export class ResourceEditor<
  TInput extends object,
  TView extends Identified,
  TQuery extends PageQuery,
> {
  readonly resource = input.required<ResourceApi<TInput, TView, TQuery>>();
  /** From the route; absent for a new record. */
  readonly id = input<string | number>();
  /** First values of a new record, over the DTO's defaults. */
  readonly initial = input<Partial<TInput>>({});
  /** The title of an existing record; by default its `name`. */
  readonly titleOf = input<(record: TView) => string>();
  readonly purpose = input('');
  readonly saveLabel = input('');
  readonly locked = input<Readonly<Record<string, string>>>({});
  readonly omit = input<readonly string[]>([]);
  /** Whether the page's title is drawn here. */
  readonly heading = input(true);
  /** Where to go after saving or cancelling; by default the resource's list. */
  readonly back = input<readonly unknown[]>();
  /** The record as saved; given a listener, the page itself decides where to go. */
  readonly saved = output<TView>();
  readonly stay = input(false);

  private readonly router = inject(Router);
  private readonly messages = inject(Messages);
  private readonly session = inject(Session);
  protected readonly templates = contentChildren(FieldTemplate);
  private readonly formShown = viewChild(ResourceForm);

  readonly isNew = computed(() => this.id() === undefined);
  readonly record = resource({
    params: () => {
      const id = this.id();
      return id === undefined ? undefined : { api: this.resource(), id: Number(id) };
    },
    loader: ({ params }) => params.api.get(params.id),
  });
  protected readonly ready = computed(() => this.isNew() || this.record.hasValue());
  protected readonly value = computed<object>(() =>
    this.isNew() ? this.initial() : (this.record.value() ?? {}),
  );
  protected readonly title = computed(() => {
    if (this.isNew()) return `New ${this.resource().one}`;
    const record = this.record.hasValue() ? this.record.value() : undefined;
    const name = record && (this.titleOf()?.(record) ?? (record as { name?: string }).name);
    return name || titled(this.resource().one);
  });
  /** Somebody who may only read sees the form, with the reason under each field. */
  protected readonly lockedNow = computed(() => {
    if (this.session.can(this.resource().write)) return this.locked();
    const reason = 'Your role may look at this, not change it';
    return Object.fromEntries(fieldsOf(this.resource().input).map(({ name }) => [name, reason]));
  });

  protected readonly save = (input: TInput): Promise<TView> => {
    const id = this.id();
    return id === undefined
      ? this.resource().create(input)
      : this.resource().replace(Number(id), input);
  };

  /** What is typed at present, for hints that depend on it. */
  model(): Record<string, unknown> {
    return this.formShown()?.model() ?? {};
  }

  protected finish(record: TView): void {
    this.messages.say(this.isNew() ? `${titled(this.resource().one)} created` : 'Saved');
    this.saved.emit(record);
    if (!this.stay()) this.leave();
  }

  protected leave(): void {
    void this.router.navigate([...(this.back() ?? ['/', this.resource().route])]);
  }
}

/** The form page with its field template, for a page's `imports`. */
export const RESOURCE_EDITOR = [ResourceEditor, FieldTemplate] as const;
