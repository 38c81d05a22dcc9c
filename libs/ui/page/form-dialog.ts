import { inject, Injectable, Injector } from '@angular/core';
import type { Dto } from '@belltower/dto';

/** A short form that a page asks for in between, such as the phonebook to merge into. */
export interface FormQuestion<T extends object> {
  title: string;
  /** What will happen, with counts. */
  text?: string;
  dto: Dto<T>;
  value?: object;
  omit?: readonly string[];
  saveLabel: string;
  save: (input: T) => Promise<unknown>;
}

/** Opens a DTO's form in a dialog. */
@Injectable({ providedIn: 'root' })
export class FormDialog {
  private readonly injector = inject(Injector);

  /** Whether it was saved; errors of the server show in the dialog, which stays. */
  async ask<T extends object>(question: FormQuestion<T>): Promise<boolean> {
    // No page shows a dialog before somebody presses something.
    const { FormQuestionDialogs } = await import('./form-question-dialog');
    return this.injector.get(FormQuestionDialogs).ask(question);
  }
}
