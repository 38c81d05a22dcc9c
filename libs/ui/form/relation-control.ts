import { Directive, inject, input, output, viewChild } from '@angular/core';
import { MatAutocompleteTrigger } from '@angular/material/autocomplete';
import { Filters, Relations } from '../api/relations';
import { Control } from './control';
import { Search } from './search';

/**
 * What controls have in common whose value is found among the records of another resource by typing a name. With a
 * `createLabel` the list ends with that offer; the page answers `createAsked` and sets the value.
 */
@Directive()
export abstract class RelationControl<T> extends Control<T> {
  /** Route of the resource, for example `phonebooks`. */
  readonly route = input.required<string>();
  /** Of the list that it searches. */
  readonly filters = input<Filters>({});
  readonly createLabel = input('');
  /** What was typed when the person chose to create a record. */
  readonly createAsked = output<string>();

  protected readonly relations = inject(Relations);
  protected readonly search = new Search(
    () => ({ route: this.route(), filters: this.filters() }),
    (text, { route, filters }) => this.relations.search(route, text, filters),
  );
  private readonly trigger = viewChild.required(MatAutocompleteTrigger);

  /** Brought into view for its error, which the open list would cover. */
  override focus(options?: FocusOptions): void {
    super.focus(options);
    this.trigger().closePanel();
  }
}
