import { inject, Injectable, Injector } from '@angular/core';

/** What a person is asked before something is done that they might not want. */
export interface Question {
  title: string;
  /** What it will take with it, with counts. */
  text: string;
  /** The verb on the button that does it. */
  action: string;
  cancel?: string;
  danger?: boolean;
}

/** Asks before a destructive step. */
@Injectable({ providedIn: 'root' })
export class Confirm {
  private readonly injector = inject(Injector);

  /** Whether the person agreed; closing the dialog in any other way is a no. */
  async ask(question: Question): Promise<boolean> {
    // No page shows a dialog before somebody presses something.
    const { QuestionDialogs } = await import('./question-dialog');
    return this.injector.get(QuestionDialogs).ask(question);
  }
}
