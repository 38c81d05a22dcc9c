import { A11yModule } from '@angular/cdk/a11y';
import { NgTemplateOutlet } from '@angular/common';
import { httpResource } from '@angular/common/http';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  contentChild,
  inject,
  input,
  linkedSignal,
  output,
  TemplateRef,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Failure, PhoneFormat, titled, useIcons } from '@belltower/ui';
import previousIcon from '@material-symbols/svg-400/rounded/chevron_left.svg';
import nextIcon from '@material-symbols/svg-400/rounded/chevron_right.svg';
import closeIcon from '@material-symbols/svg-400/rounded/close.svg';
import openIcon from '@material-symbols/svg-400/rounded/open_in_full.svg';
import type { AttemptApi, AttemptRecord } from './attempt-page';

/**
 * One attempt beside its list, over the whole screen on a phone: what is told of it is the template within. Escape closes
 * it, arrows go to its neighbours.
 */
@Component({
  selector: 'app-list-drawer',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [A11yModule, Failure, MatButtonModule, MatIconModule, NgTemplateOutlet, RouterLink],
  template: `
    <div
      class="drawer"
      role="dialog"
      aria-labelledby="drawer-title"
      cdkTrapFocus
      cdkTrapFocusAutoCapture
      (keydown.escape)="closed.emit()"
      (keydown.arrowleft)="turn($event, -1)"
      (keydown.arrowright)="turn($event, 1)"
    >
      <header>
        <h2 id="drawer-title" class="numeric">{{ title() }}</h2>
        <button
          matIconButton
          type="button"
          [attr.aria-label]="'Previous ' + resource().one + ' of the list'"
          [title]="'Previous ' + resource().one + ' (←)'"
          disabledInteractive
          [disabled]="!hasPrevious()"
          (click)="turned.emit(-1)"
        >
          <mat-icon svgIcon="chevron_left" />
        </button>
        <button
          matIconButton
          type="button"
          [attr.aria-label]="'Next ' + resource().one + ' of the list'"
          [title]="'Next ' + resource().one + ' (→)'"
          disabledInteractive
          [disabled]="!hasNext()"
          (click)="turned.emit(1)"
        >
          <mat-icon svgIcon="chevron_right" />
        </button>
        <a matIconButton [routerLink]="['/' + resource().route, id()]" aria-label="Open as a page">
          <mat-icon svgIcon="open_in_full" />
        </a>
        <button matIconButton type="button" aria-label="Close" (click)="closed.emit()">
          <mat-icon svgIcon="close" />
        </button>
      </header>
      <div class="body" [attr.aria-busy]="record.isLoading()">
        @if (record.error(); as failure) {
          <app-failure [error]="failure" (retried)="reload()" />
        } @else if (shown(); as one) {
          <ng-container
            [ngTemplateOutlet]="details()"
            [ngTemplateOutletContext]="{ $implicit: one }"
          />
        }
      </div>
    </div>
  `,
  styles: `
    .drawer {
      position: fixed;
      inset: 0 0 0 auto;
      z-index: 20;
      display: flex;
      flex-direction: column;
      width: min(460px, 100vw);
      background: var(--mat-sys-surface-container-low);
      border-left: 1px solid var(--mat-sys-outline-variant);
      box-shadow: -8px 0 24px rgb(0 0 0 / 12%);
    }
    header {
      display: flex;
      align-items: center;
      gap: 4px;
      padding: 8px 8px 8px 20px;
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    h2 {
      flex: 1;
    }
    .body {
      flex: 1;
      padding: 20px;
      overflow-y: auto;
    }
    @media (max-width: 599px) {
      .drawer {
        width: 100vw;
        border: 0;
      }
    }
    @media print {
      .drawer {
        display: none;
      }
    }
  `,
})
export class ListDrawer {
  readonly resource = input.required<AttemptApi>();
  readonly id = input.required<number>();
  /** Whether the list has some before and after it. */
  readonly hasPrevious = input(false);
  readonly hasNext = input(false);
  readonly closed = output();
  /** To the one before it (-1) or after it (1). */
  readonly turned = output<1 | -1>();

  protected readonly details = contentChild.required(TemplateRef);
  private readonly phone = inject(PhoneFormat);
  protected readonly record = httpResource<AttemptRecord>(() => this.resource().url(this.id()));
  /** The one before it stays until the next is there. */
  protected readonly shown = linkedSignal<AttemptRecord | undefined, AttemptRecord | undefined>({
    source: () => (this.record.hasValue() ? this.record.value() : undefined),
    computation: (received, before) => received ?? before?.value,
  });
  protected readonly title = computed(
    () => this.phone.format(this.shown()?.number ?? '') || titled(this.resource().one),
  );

  constructor() {
    useIcons({
      chevron_left: previousIcon,
      chevron_right: nextIcon,
      close: closeIcon,
      open_in_full: openIcon,
    });
  }

  /** Reads it again, after something changed it. */
  reload(): void {
    this.record.reload();
  }

  /** Within a player the arrows move in what it plays. */
  protected turn(event: Event, step: 1 | -1): void {
    const isThere = step > 0 ? this.hasNext() : this.hasPrevious();
    if (!isThere || (event.target as HTMLElement).matches('audio, input, textarea')) return;
    event.preventDefault();
    this.turned.emit(step);
  }
}
