import {
  contentChild,
  contentChildren,
  Directive,
  inject,
  input,
  TemplateRef,
} from '@angular/core';
import type { UrlTree } from '@angular/router';
import type { FieldSpec } from '@belltower/dto';
import type { Chosen } from './row-selection';

/** Where a row leads: the parts of a path, or a whole address with its query. */
export type RowLink = readonly unknown[] | UrlTree;

/* A row's type is the table's, which a template inside it cannot infer: `any` in these contexts lets
   a page write `row.status`. */
/* eslint-disable @typescript-eslint/no-explicit-any */

export interface CellContext {
  $implicit: any;
  spec: FieldSpec;
}

/** Draws one column by hand: `<ng-template cell="status" let-row>…</ng-template>`. */
@Directive({ selector: 'ng-template[cell]' })
export class CellTemplate {
  readonly name = input.required<string>({ alias: 'cell' });
  readonly template = inject<TemplateRef<CellContext>>(TemplateRef);

  static ngTemplateContextGuard(_: CellTemplate, _context: unknown): _context is CellContext {
    return true;
  }
}

/** What can be done with one row: `<ng-template actions let-row>…</ng-template>`. */
@Directive({ selector: 'ng-template[actions]' })
export class ActionsTemplate {
  readonly template = inject<TemplateRef<{ $implicit: any }>>(TemplateRef);

  static ngTemplateContextGuard(
    _: ActionsTemplate,
    _context: unknown,
  ): _context is { $implicit: any } {
    return true;
  }
}

/** What can be done with the chosen rows: `<ng-template bulk let-chosen>…</ng-template>`. */
@Directive({ selector: 'ng-template[bulk]' })
export class BulkTemplate {
  readonly template = inject<TemplateRef<{ $implicit: Chosen }>>(TemplateRef);

  static ngTemplateContextGuard(
    _: BulkTemplate,
    _context: unknown,
  ): _context is { $implicit: Chosen } {
    return true;
  }
}

/** Shown instead of the table while there is nothing at all: `<ng-template empty>…</ng-template>`. */
@Directive({ selector: 'ng-template[empty]' })
export class EmptyTemplate {
  readonly template = inject<TemplateRef<unknown>>(TemplateRef);
}

/** Whatever holds a list's templates in its content: the table itself, or the page around it. */
@Directive()
export abstract class TableTemplates {
  readonly cells = contentChildren(CellTemplate);
  readonly actions = contentChild(ActionsTemplate);
  readonly bulk = contentChild(BulkTemplate);
  readonly empty = contentChild(EmptyTemplate);
}
