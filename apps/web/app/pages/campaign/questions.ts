import { TextFieldModule } from '@angular/cdk/text-field';
import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { FormValueControl } from '@angular/forms/signals';
import { MatButtonModule } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatIconModule } from '@angular/material/icon';
import { MatInputModule } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { type Answer, MOST_QUESTIONS, Question } from '@belltower/dto';
import { Control, FORM_FIELD_DEFAULTS, moved, PlaceButtons, useIcons } from '@belltower/ui';
import addIcon from '@material-symbols/svg-400/rounded/add.svg';
import closeIcon from '@material-symbols/svg-400/rounded/close.svg';
import { TextOrRecording } from './text-or-recording';

const KEYS = [...'1234567890*#'];

/** The questions of a campaign, in the order in which they are asked, each with the keys that answer it. */
@Component({
  selector: 'app-questions',
  changeDetection: ChangeDetectionStrategy.OnPush,
  viewProviders: [FORM_FIELD_DEFAULTS],
  imports: [
    MatButtonModule,
    MatFormFieldModule,
    MatIconModule,
    MatInputModule,
    MatSelectModule,
    PlaceButtons,
    TextFieldModule,
    TextOrRecording,
  ],
  templateUrl: './questions.html',
  styleUrl: './questions.scss',
})
export class Questions extends Control<Question[]> implements FormValueControl<Question[]> {
  /** Keys that mean something else all through the call. */
  readonly taken = input<readonly string[]>([]);

  protected readonly most = MOST_QUESTIONS;

  constructor() {
    super();
    useIcons({ add: addIcon, close: closeIcon });
  }

  /** Keys that an answer may have: those of no other, and its own. */
  protected keysFor({ answers }: Question, own: string): string[] {
    const used = [...this.taken(), ...answers.map(({ key }) => key)];
    return KEYS.filter((key) => key === own || !used.includes(key));
  }

  protected add(): void {
    const question = Object.assign(new Question(), { name: '', text: '' });
    const [first, second] = this.keysFor(question, '');
    const answers = [
      { key: first ?? '', label: 'Yes' },
      { key: second ?? '', label: 'No' },
    ].filter(({ key }) => key);
    this.value.update((questions) => [...questions, { ...question, answers }]);
  }

  protected remove(index: number): void {
    this.value.update((questions) => questions.filter((_, at) => at !== index));
  }

  protected move(index: number, by: -1 | 1): void {
    this.value.update((questions) => moved(questions, index, by));
  }

  protected change(index: number, part: Partial<Question>): void {
    this.value.update((questions) =>
      questions.map((one, at) => (at === index ? { ...one, ...part } : one)),
    );
  }

  protected addAnswer(index: number): void {
    const question = this.value()[index]!;
    const [key] = this.keysFor(question, '');
    if (key) this.change(index, { answers: [...question.answers, { key, label: '' }] });
  }

  protected changeAnswer(index: number, answer: number, part: Partial<Answer>): void {
    const { answers } = this.value()[index]!;
    this.change(index, {
      answers: answers.map((one, at) => (at === answer ? { ...one, ...part } : one)),
    });
  }

  protected removeAnswer(index: number, answer: number): void {
    const { answers } = this.value()[index]!;
    this.change(index, { answers: answers.filter((_, at) => at !== answer) });
  }

  protected numberOf(text: string): number | null {
    return text.trim() === '' ? null : Number(text);
  }
}
