import { Field, ImportView } from '@belltower/dto';

/** An import of do-not-call numbers as its history shows it: with its list instead of a phonebook. */
export class ListImportView extends ImportView {
  @Field({ label: 'Phonebook' })
  override phonebookName: string | null = null;

  @Field({ label: 'Updated' })
  override updated = 0;

  @Field({ label: 'List', list: true })
  override listName: string | null = null;
}
