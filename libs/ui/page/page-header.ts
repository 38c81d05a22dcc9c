import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** Title, one line that says what the page is for, and the actions at the right (projected). */
@Component({
  selector: 'app-page-header',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="words">
      <div class="title">
        <h1>{{ title() }}</h1>
        <ng-content select="[beside]" />
      </div>
      @if (purpose()) {
        <p class="muted">{{ purpose() }}</p>
      }
    </div>
    <div class="actions"><ng-content /></div>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      justify-content: space-between;
      gap: 12px 24px;
      margin-bottom: 24px;
    }
    .words {
      min-width: 0;
      flex: 1 1 320px;
    }
    .title {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
    }
    h1 {
      overflow-wrap: anywhere;
    }
    p {
      margin-top: 4px;
      max-width: 75ch;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
      padding-top: 2px;
    }
    .actions:empty {
      display: none;
    }
    @media (max-width: 599px) {
      :host {
        margin-bottom: 16px;
      }
    }
  `,
})
export class PageHeader {
  readonly title = input.required<string>();
  readonly purpose = input('');
}
