import { inject, Injectable } from '@angular/core';
import { Field, PersonErasedView, PersonEraseInput, PersonView } from '@belltower/dto';
import { ApiProblem, FormDialog, PhoneFormat } from '@belltower/ui';
import { IsNotEmpty, MaxLength } from 'class-validator';
import { PersonApi } from './person-api';
import { eraseQuestion } from './person-words';

/** The number is typed once more, so that nobody is erased by a wrong click. */
class EraseForm extends PersonEraseInput {
  @Field({ label: 'Type the number to confirm', kind: 'phone' })
  @MaxLength(64)
  @IsNotEmpty({ message: 'Type the number whose data is to be erased' })
  override number = '';
}

/** Asks before it erases a person, and erases them. */
@Injectable({ providedIn: 'root' })
export class PersonErasing {
  private readonly persons = new PersonApi();
  private readonly dialog = inject(FormDialog);
  private readonly phone = inject(PhoneFormat);

  /** What was erased; null where nobody wanted it after all. */
  async ask({ number, parts }: PersonView): Promise<PersonErasedView | null> {
    let erased: PersonErasedView | null = null;
    const shown = this.phone.format(number!);
    await this.dialog.ask<EraseForm>({
      title: `Erase everything about ${shown}?`,
      text: eraseQuestion(parts),
      dto: EraseForm,
      saveLabel: 'Erase for good',
      save: async (input) => {
        const typed = await this.persons.view(input.number);
        if (typed.number !== number) throw anotherNumber(shown);
        erased = await this.persons.erase({ ...input, number: number! });
      },
    });
    return erased;
  }
}

function anotherNumber(shown: string): ApiProblem {
  const message = `This is not ${shown}`;
  return new ApiProblem(422, 'person.another-number', message, [{ field: 'number', message }]);
}
