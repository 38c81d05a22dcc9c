import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  linkedSignal,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { LONGEST_SPOKEN_TEXT } from '@belltower/dto';
import { ApiProblem, FORM_FIELD_DEFAULTS, useIcons } from '@belltower/ui';
import listenIcon from '@material-symbols/svg-400/rounded/volume_up.svg';
import { AudioApi } from './audio-api';
import { AudioPlayer } from './audio-player';

/** What is chosen first where it is spoken. */
const USUAL = 'en-us';

/** How a text sounds, before anybody is called to hear it. */
@Component({
  selector: 'app-voice-trial',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [
    AudioPlayer,
    MatButtonModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatSelectModule,
  ],
  template: `
    <h2 id="voice-trial">Listen to a text</h2>
    @if (voices.value()?.length === 0) {
      <p class="muted">
        Nothing can speak here: whoever runs this installation can add a voice (eSpeak NG or Piper).
        Recordings can be played all the same.
      </p>
    } @else {
      <p class="muted">Hear what a message would sound like in a call. Nobody is called.</p>
      <div class="fields">
        <mat-form-field class="text">
          <mat-label>Text</mat-label>
          <textarea
            matInput
            rows="3"
            [attr.maxlength]="longest"
            [value]="text()"
            (input)="text.set($any($event.target).value)"
          ></textarea>
        </mat-form-field>
        <mat-form-field>
          <mat-label>Language</mat-label>
          <mat-select [value]="language()" (valueChange)="language.set($event)">
            @for (voice of voices.value(); track voice.language) {
              <mat-option [value]="voice.language">{{ voice.label }}</mat-option>
            }
          </mat-select>
          <mat-hint>{{ speaker() }}</mat-hint>
        </mat-form-field>
      </div>
      <div class="row">
        <button
          matButton="outlined"
          type="button"
          [disabled]="isSpeaking() || !text().trim() || !language()"
          (click)="listen()"
        >
          <mat-icon svgIcon="volume_up" />{{ isSpeaking() ? 'Speaking …' : 'Listen' }}
        </button>
        @if (sound(); as src) {
          <app-audio-player [src]="src" name="the spoken text" />
        }
      </div>
      @if (problem()) {
        <p class="problem" role="alert">{{ problem() }}</p>
      }
    }
  `,
  styles: `
    :host {
      display: block;
      padding: 20px 24px;
    }
    .fields {
      display: flex;
      flex-wrap: wrap;
      align-items: flex-start;
      gap: 0 16px;
      margin-top: 12px;
    }
    mat-form-field {
      flex: 1 1 220px;
    }
    .text {
      flex: 3 1 320px;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 16px;
    }
    .problem {
      padding: 8px 16px;
      margin-top: 12px;
      border-radius: 8px;
      color: var(--tone-red-ink);
      background: var(--tone-red-wash);
    }
    @media (max-width: 599px) {
      :host {
        padding: 16px;
      }
    }
  `,
})
export class VoiceTrial {
  protected readonly longest = LONGEST_SPOKEN_TEXT;
  private readonly api = new AudioApi();
  protected readonly voices = resource({ loader: () => this.api.voices() });
  protected readonly text = signal('');
  protected readonly language = linkedSignal(() => {
    const languages = (this.voices.value() ?? []).map(({ language }) => language);
    return languages.find((one) => one === USUAL) ?? languages[0] ?? '';
  });
  protected readonly speaker = computed(() => {
    const voice = this.voices.value()?.find(({ language }) => language === this.language());
    return voice ? `Spoken by ${voice.speaker}` : '';
  });
  protected readonly isSpeaking = signal(false);
  protected readonly problem = signal('');
  protected readonly sound = signal<string | null>(null);
  private readonly player = viewChild(AudioPlayer);
  private isNew = false;

  constructor() {
    useIcons({ volume_up: listenIcon });
    effect(() => {
      const player = this.player();
      if (!this.sound() || !player || !this.isNew) return;
      this.isNew = false;
      // Once the element has its new address.
      queueMicrotask(() => player.play());
    });
    inject(DestroyRef).onDestroy(() => this.forget());
  }

  protected async listen(): Promise<void> {
    this.isSpeaking.set(true);
    this.problem.set('');
    try {
      const blob = await this.api.listen({ text: this.text(), language: this.language() });
      this.forget();
      this.isNew = true;
      this.sound.set(URL.createObjectURL(blob));
    } catch (thrown) {
      this.problem.set((await readProblem(thrown)).message);
    } finally {
      this.isSpeaking.set(false);
    }
  }

  private forget(): void {
    const sound = this.sound();
    if (sound) URL.revokeObjectURL(sound);
    this.sound.set(null);
  }
}

/** What was refused comes as a blob too, as a sound was asked for. */
async function readProblem(thrown: unknown): Promise<ApiProblem> {
  const { error, status } = thrown as { error?: unknown; status?: number };
  if (!(error instanceof Blob)) return ApiProblem.of(thrown);
  try {
    const { code, detail } = JSON.parse(await error.text()) as { code: string; detail: string };
    return new ApiProblem(status ?? 0, code, detail);
  } catch {
    // Not from our API, but from something in between.
    return ApiProblem.of(thrown);
  }
}
