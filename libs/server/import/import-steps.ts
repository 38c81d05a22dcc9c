import { AuditService, Principal } from '@belltower/auth';
import { Conflict, Invalid, Jobs } from '@belltower/core';
import {
  ImportKind,
  ImportPreviewView,
  ImportStartInput,
  ImportStatus,
  ImportView,
  VARIABLE_TARGET,
} from '@belltower/dto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { vocabularyFor } from './columns';
import { Import } from './import.entity';
import { ImportService } from './import.service';
import { ImportDestinations } from './import-destinations';

/** Queues of the jobs that do the work. */
export const IMPORT_QUEUE = 'import';
export const UNDO_QUEUE = 'import-undo';

/** Statuses after which what an import brought can be taken back. */
const ENDED = [ImportStatus.Finished, ImportStatus.Cancelled, ImportStatus.Stopped];
const UNDER_WAY = [ImportStatus.Queued, ImportStatus.Running];
const LONGEST_VARIABLE = 64;

/** Starts, cancels and undoes imports; the work itself is done by jobs. */
@Injectable()
export class ImportSteps {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(AuditService) private readonly audit: AuditService,
    @Inject(ImportDestinations) private readonly destinations: ImportDestinations,
    @Inject(ImportService) private readonly imports: ImportService,
  ) {}

  /**
   * Queues the import; what the input leaves out is taken as the preview detects it.
   * @throws Invalid `import.columns`, `import.phonebook`, `import.list`, `import.unreadable`
   * @throws Conflict `import.started`
   */
  async start(user: Principal, id: number, input: ImportStartInput): Promise<ImportView> {
    const { accountId } = user;
    const { kind } = await this.imports.find(user, id);
    const preview = await this.imports.preview(user, id, input);
    const columns = input.columns ?? preview.columns.map(({ target }) => target);
    refuse(kind, columns, preview);
    const { defaultCountry } = await this.imports.readingOf(user, input);
    const { delimiter, encoding, header } = preview;
    const heading = header ? await this.imports.firstLine(user, id, { delimiter, encoding }) : null;
    const destination = await this.destinations.of(user, kind, input);
    const { phonebookId = null, listId = null } = destination;
    const settings = {
      ...input,
      ...{ columns, delimiter, encoding, header, defaultCountry },
      ...{ phonebookId, listId, newPhonebook: null, newList: null },
    };
    await this.step(user, id, 'import.started', [ImportStatus.Uploaded], {
      status: ImportStatus.Queued,
      ...{ settings, heading, ...destination },
    });
    await this.jobs.send(IMPORT_QUEUE, { accountId, importId: id });
    return this.imports.get(user, id);
  }

  /** What has been imported stays; takes effect within a batch. @throws Conflict `import.not-running` */
  async cancel(user: Principal, id: number): Promise<ImportView> {
    await this.step(user, id, 'import.cancelled', UNDER_WAY, { cancelRequested: true });
    return this.imports.get(user, id);
  }

  /** Deletes what it created; contacts that it updated stay as they are. @throws Conflict `import.not-ended` */
  async undo(user: Principal, id: number): Promise<ImportView> {
    await this.step(user, id, 'import.undone', ENDED, {
      status: ImportStatus.Undoing,
      beatAt: null,
    });
    await this.jobs.send(UNDO_QUEUE, { accountId: user.accountId, importId: id });
    return this.imports.get(user, id);
  }

  /** Changes the import if it is in one of these statuses, and remembers who did it. */
  private async step(
    user: Principal,
    id: number,
    action: keyof typeof REFUSALS,
    from: readonly ImportStatus[],
    values: Partial<Import>,
  ): Promise<void> {
    const { accountId } = user;
    const { fileName } = await this.imports.find(user, id);
    await this.database.transaction(async (db) => {
      const { affected } = await db
        .getRepository(Import)
        .update({ accountId, id, status: In(from) }, values as object);
      const [code, message] = REFUSALS[action];
      if (!affected) throw new Conflict(code, message);
      await this.audit.record(db, user, {
        action,
        entity: 'import',
        entityId: id,
        detail: { fileName },
      });
    });
  }
}

const REFUSALS = {
  'import.started': ['import.started', 'This import has been started already.'],
  'import.cancelled': ['import.not-running', 'This import has ended already.'],
  'import.undone': [
    'import.not-ended',
    'Only an import that has ended, and has not been taken back, can be undone.',
  ],
} as const;

/** What stands in the way of starting. */
function refuse(kind: ImportKind, columns: readonly string[], preview: ImportPreviewView): void {
  const problem = columnProblem(kind, columns);
  if (problem) {
    throw new Invalid('import.columns', problem, [{ field: 'columns', message: problem }]);
  }
  const [unreadable] = preview.problems;
  if (unreadable) throw new Invalid('import.unreadable', unreadable);
}

function columnProblem(kind: ImportKind, columns: readonly string[]): string | undefined {
  const { targets, variables } = vocabularyFor(kind);
  const used = columns.filter((target) => target !== '');
  const isKnown = (target: string) => targets.has(target) || (variables && isVariable(target));
  const unknown = used.find((target) => !isKnown(target));
  if (unknown !== undefined) return `A column cannot become “${unknown}”.`;
  const twice = used.find((target, index) => used.indexOf(target) !== index);
  if (twice !== undefined) return `Two columns cannot both become “${twice}”.`;
  return used.includes('number') ? undefined : 'Choose the column that holds the phone numbers.';
}

function isVariable(target: string): boolean {
  const name = target.slice(VARIABLE_TARGET.length);
  return (
    target.startsWith(VARIABLE_TARGET) && name.trim() !== '' && name.length <= LONGEST_VARIABLE
  );
}
