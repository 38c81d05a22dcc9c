import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** Shown where a list has no rows: what would stand here, and what to do next (projected). */
@Component({
  selector: 'app-empty-state',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (page()) {
      <h1>{{ title() }}</h1>
    } @else {
      <h2>{{ title() }}</h2>
    }
    @if (text()) {
      <p class="muted">{{ text() }}</p>
    }
    <div class="next"><ng-content /></div>
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 4px;
      padding: 56px 24px;
      text-align: center;
    }
    h2 {
      font-size: 16px;
      line-height: 24px;
      letter-spacing: 0;
    }
    p {
      max-width: 56ch;
    }
    .next {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 8px;
      margin-top: 16px;
    }
    .next:empty {
      display: none;
    }
  `,
})
export class EmptyState {
  readonly title = input.required<string>();
  readonly text = input('');
  /** Whether it is all that the page has, so that its title is the page's. */
  readonly page = input(false);
}
