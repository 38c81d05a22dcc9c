import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  viewChild,
} from '@angular/core';
import { MatButtonModule } from '@angular/material/button';
import { MatIconModule } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { PageQuery } from '@belltower/dto';
import addIcon from '@material-symbols/svg-400/rounded/add.svg';
import type { LiveTopic } from '../api/live-events';
import { Identified, ResourceApi } from '../api/resource-api';
import { titled } from '../format/format';
import { useIcons } from '../icon/use-icons';
import { Session } from '../session/session';
import { ResourceTable } from '../table/resource-table';
import {
  ActionsTemplate,
  BulkTemplate,
  CellTemplate,
  EmptyTemplate,
  RowLink,
  TableTemplates,
} from '../table/table-templates';
import { PageHeader } from './page-header';

/**
 * A whole list page of a resource: title, purpose, primary action, filters and table. Takes the
 * table's templates (`cell`, `actions`, `bulk`, `empty`) in its content; what else stands there with
 * the attribute `action` goes beside the primary action.
 */
@Component({
  selector: 'app-resource-page',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButtonModule, MatIconModule, PageHeader, ResourceTable, RouterLink],
  template: `
    <app-page-header [title]="title() || titled(resource().many)" [purpose]="purpose()">
      <ng-content select="[action]" />
      @if (mayAdd()) {
        <a matButton="filled" [routerLink]="newLink()">
          <mat-icon svgIcon="add" />{{ addLabel() || 'New ' + resource().one }}
        </a>
      }
    </app-page-header>
    <ng-content />
    <app-resource-table
      [resource]="resource()"
      [link]="rowLink()"
      [fixed]="fixed()"
      [kept]="kept()"
      [live]="live()"
      [templates]="this"
    />
  `,
  styles: `
    :host {
      display: block;
    }
  `,
})
export class ResourcePage<
  TInput extends object,
  TView extends Identified,
  TQuery extends PageQuery,
> extends TableTemplates {
  readonly resource = input.required<ResourceApi<TInput, TView, TQuery>>();
  readonly title = input('');
  readonly purpose = input('');
  readonly addLabel = input('');
  /** Whether the page offers to add a record, given that the person may. */
  readonly addable = input(true);
  readonly fixed = input<Readonly<Record<string, string | number>>>({});
  /** Names in the address that are the page's and say what it shows: views keep them. */
  readonly kept = input<readonly string[]>([]);
  readonly live = input<LiveTopic | null>(null);
  /** Where the page lies; by default the resource's route. */
  readonly base = input('');
  /** Where a row leads; by default to its page, null leads nowhere. */
  readonly link = input<((row: TView) => RowLink | null) | null>();

  private readonly session = inject(Session);
  private readonly table = viewChild.required(ResourceTable);

  protected readonly titled = titled;
  private readonly at = computed(() => `/${this.base() || this.resource().route}`);
  protected readonly newLink = computed(() => [this.at(), 'new']);
  protected readonly rowLink = computed(() => {
    const link = this.link();
    return link === undefined ? (row: TView): RowLink => [this.at(), row.id] : link;
  });
  protected readonly mayAdd = computed(
    () => this.addable() && this.session.can(this.resource().write),
  );

  constructor() {
    super();
    useIcons({ add: addIcon });
  }

  /** Reads the rows again and drops the selection, after an action changed them. */
  reload(): void {
    this.table().selection.clear();
    this.table().reload();
  }
}

/** The list page with its table's templates, for a page's `imports`. */
export const RESOURCE_PAGE = [
  ResourcePage,
  CellTemplate,
  ActionsTemplate,
  BulkTemplate,
  EmptyTemplate,
] as const;
