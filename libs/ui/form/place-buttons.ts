import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import closeIcon from '@material-symbols/svg-400/rounded/close.svg';
import downIcon from '@material-symbols/svg-400/rounded/keyboard_arrow_down.svg';
import upIcon from '@material-symbols/svg-400/rounded/keyboard_arrow_up.svg';
import { useIcons } from '../icon/use-icons';

/** Moves one of several things up and down their list, and takes it out; each button is told what it is called. */
@Component({
  selector: 'app-place-buttons',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule],
  template: `
    @if (count() > 1) {
      <button
        matIconButton
        type="button"
        [disabled]="index() === 0"
        [attr.aria-label]="up()"
        (click)="moved.emit(-1)"
      >
        <mat-icon svgIcon="keyboard_arrow_up" />
      </button>
      <button
        matIconButton
        type="button"
        [disabled]="index() === count() - 1"
        [attr.aria-label]="down()"
        (click)="moved.emit(1)"
      >
        <mat-icon svgIcon="keyboard_arrow_down" />
      </button>
    }
    <button matIconButton type="button" [attr.aria-label]="remove()" (click)="removed.emit()">
      <mat-icon svgIcon="close" />
    </button>
  `,
  styles: `
    :host {
      flex: none;
      display: flex;
    }
  `,
})
export class PlaceButtons {
  /** Its place, from 0. */
  readonly index = input.required<number>();
  /** How many there are. */
  readonly count = input.required<number>();
  readonly up = input.required<string>();
  readonly down = input.required<string>();
  readonly remove = input.required<string>();

  /** By how many places. */
  readonly moved = output<-1 | 1>();
  readonly removed = output();

  constructor() {
    useIcons({ close: closeIcon, keyboard_arrow_up: upIcon, keyboard_arrow_down: downIcon });
  }
}

/** A list in which one thing has changed places with its neighbour. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const all = [...list];
  [all[index], all[index + by]] = [all[index + by]!, all[index]!];
  return all;
}
