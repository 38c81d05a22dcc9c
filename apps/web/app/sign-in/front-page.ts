import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { Theme } from '@belltower/ui';

/** The frame of the pages before signing in: the name, a title, one card. */
@Component({
  selector: 'app-front-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main>
      <p class="brand"><img src="favicon.svg" alt="" width="36" height="36" /> Belltower</p>
      <h1>{{ title() }}</h1>
      @if (purpose()) {
        <p class="muted purpose">{{ purpose() }}</p>
      }
      <ng-content />
    </main>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      min-height: 100dvh;
      padding: 10vh 16px 32px;
    }
    main {
      width: 100%;
      max-width: 400px;
    }
    :host(.wide) main {
      max-width: 640px;
    }
    .brand {
      display: flex;
      align-items: center;
      gap: 12px;
      margin-bottom: 32px;
      font-size: 20px;
      font-weight: 650;
      letter-spacing: -0.01em;
    }
    h1 {
      font-size: 28px;
    }
    .purpose {
      margin-top: 4px;
    }
  `,
})
export class FrontPage {
  readonly title = input.required<string>();
  readonly purpose = input('');

  constructor() {
    // Applies what the person chose in the panel before.
    inject(Theme);
  }
}
