import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { ApiProblem } from '../api/problem';

/** Shown in place of what could not be loaded: what happened, and a retry. */
@Component({
  selector: 'app-failure',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule],
  template: `
    <div role="alert">
      <h2 class="panel-title">{{ title() }}</h2>
      <p class="muted">{{ problem().message }}</p>
    </div>
    @if (problem().status !== 404) {
      <button matButton="outlined" (click)="retried.emit()">Try again</button>
    }
    <ng-content />
  `,
  styles: `
    :host {
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 16px;
      padding: 56px 24px;
      text-align: center;
    }
  `,
})
export class Failure {
  readonly error = input.required<unknown>();
  readonly retried = output();

  protected readonly problem = computed(() => ApiProblem.of(this.error()));
  protected readonly title = computed(() =>
    this.problem().status === 404 ? 'Not found' : 'This could not be loaded',
  );
}
