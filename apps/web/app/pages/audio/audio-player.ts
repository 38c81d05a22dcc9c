import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  Injectable,
  input,
  linkedSignal,
  signal,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { formatDuration, useIcons } from '@belltower/ui';
import pauseIcon from '@material-symbols/svg-400/rounded/pause.svg';
import playIcon from '@material-symbols/svg-400/rounded/play_arrow.svg';

/** One sound at a time. */
@Injectable({ providedIn: 'root' })
class Stage {
  private playing?: HTMLAudioElement;

  enter(element: HTMLAudioElement): void {
    if (this.playing !== element) this.playing?.pause();
    this.playing = element;
  }
}

/** Plays one sound where it stands; nothing of it is loaded before. */
@Component({
  selector: 'app-audio-player',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule],
  template: `
    <button
      matIconButton
      type="button"
      [attr.aria-label]="(isPlaying() ? 'Pause ' : 'Play ') + name()"
      (click)="toggle()"
    >
      <mat-icon [svgIcon]="isPlaying() ? 'pause' : 'play_arrow'" />
    </button>
    <input
      type="range"
      min="0"
      step="any"
      [max]="length()"
      [value]="position()"
      [style.--part]="part()"
      [attr.aria-label]="'Position in ' + name()"
      [attr.aria-valuetext]="clock(position()) + ' of ' + clock(length())"
      (input)="seek($any($event.target).valueAsNumber)"
    />
    <span class="numeric muted time">{{ clock(isPlaying() ? position() : length()) }}</span>
    @if (problem()) {
      <span class="problem" role="alert">{{ problem() }}</span>
    }
    <audio
      #sound
      preload="none"
      [src]="src()"
      (play)="started()"
      (pause)="isPlaying.set(false)"
      (ended)="end()"
      (timeupdate)="moved()"
      (durationchange)="learned()"
      (error)="failed()"
    ></audio>
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      min-width: 0;
      max-width: 100%;
    }
    input {
      flex: 1 1 96px;
      width: 96px;
      min-width: 48px;
      height: 24px;
      margin: 0;
      appearance: none;
      background: transparent;
      cursor: pointer;
    }
    input::-webkit-slider-runnable-track {
      height: 4px;
      border-radius: 2px;
      background: linear-gradient(
        to right,
        var(--mat-sys-primary) var(--part),
        var(--mat-sys-outline-variant) var(--part)
      );
    }
    input::-moz-range-track {
      height: 4px;
      border-radius: 2px;
      background: var(--mat-sys-outline-variant);
    }
    input::-moz-range-progress {
      height: 4px;
      border-radius: 2px;
      background: var(--mat-sys-primary);
    }
    input::-webkit-slider-thumb {
      width: 12px;
      height: 12px;
      margin-top: -4px;
      border-radius: 50%;
      appearance: none;
      background: var(--mat-sys-primary);
    }
    input::-moz-range-thumb {
      width: 12px;
      height: 12px;
      border: 0;
      border-radius: 50%;
      background: var(--mat-sys-primary);
    }
    .time {
      min-width: 4ch;
      text-align: right;
    }
    .problem {
      color: var(--tone-red);
    }
  `,
})
export class AudioPlayer {
  readonly src = input.required<string>();
  /** For those who hear rather than see the page. */
  readonly name = input.required<string>();
  /** Where it is known before the sound is loaded. */
  readonly seconds = input(0);

  protected readonly clock = formatDuration;
  protected readonly isPlaying = signal(false);
  protected readonly problem = signal('');
  protected readonly position = linkedSignal({ source: this.src, computation: () => 0 });
  protected readonly length = linkedSignal(() => this.seconds());
  protected readonly part = computed(
    () => `${this.length() ? Math.min(100, (100 * this.position()) / this.length()) : 0}%`,
  );
  private readonly sound = viewChild.required<ElementRef<HTMLAudioElement>>('sound');
  private readonly stage = inject(Stage);

  constructor() {
    useIcons({ pause: pauseIcon, play_arrow: playIcon });
  }

  /** From where it stands. */
  play(): void {
    // Refused by a browser that has not been touched yet, or broken off by a pause: the button shows which.
    void this.element.play()?.catch(() => undefined);
  }

  protected toggle(): void {
    if (this.isPlaying()) this.element.pause();
    else this.play();
  }

  protected seek(seconds: number): void {
    this.position.set(seconds);
    this.element.currentTime = seconds;
  }

  protected started(): void {
    this.problem.set('');
    this.isPlaying.set(true);
    this.stage.enter(this.element);
  }

  protected end(): void {
    this.isPlaying.set(false);
    this.position.set(0);
  }

  protected moved(): void {
    this.position.set(this.element.currentTime);
  }

  protected learned(): void {
    if (Number.isFinite(this.element.duration)) this.length.set(this.element.duration);
  }

  protected failed(): void {
    this.isPlaying.set(false);
    this.problem.set('Cannot be played');
  }

  private get element(): HTMLAudioElement {
    return this.sound().nativeElement;
  }
}
