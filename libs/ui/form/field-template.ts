import { Directive, inject, input, TemplateRef } from '@angular/core';
import type { Field } from '@angular/forms/signals';
import type { FieldSpec } from '@belltower/dto';

/** What an overriding template gets: the signal-forms field to bind, and what is known of it. */
export interface FieldTemplateContext {
  $implicit: Field<never>;
  spec: FieldSpec;
}

/**
 * Draws one field of a ResourceForm by hand:
 * `<ng-template field="weekDays" let-field let-spec="spec"><my-control [formField]="field" /></ng-template>`
 */
@Directive({ selector: 'ng-template[field]' })
export class FieldTemplate {
  readonly name = input.required<string>({ alias: 'field' });
  readonly template = inject<TemplateRef<FieldTemplateContext>>(TemplateRef);

  // The type of the value depends on the field's name, which a template's checker cannot follow:
  // `any` lets the template bind it to whichever control it draws.
  static ngTemplateContextGuard(
    _: FieldTemplate,
    _context: unknown,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
  ): _context is { $implicit: any; spec: FieldSpec } {
    return true;
  }
}
