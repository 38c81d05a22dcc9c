import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { TestBed } from '@angular/core/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import { ContactInput, fieldsOf, ImportColumnView } from '@belltower/dto';
import { ImportColumns } from './import-columns';

const column = (name: string, target: string, samples: string[] = []) =>
  Object.assign(new ImportColumnView(), { name, target, samples });

async function shown(columns: ImportColumnView[]) {
  const fixture = TestBed.createComponent(ImportColumns);
  fixture.componentRef.setInput('columns', columns);
  fixture.componentRef.setInput('fields', fieldsOf(ContactInput));
  const changes: string[][] = [];
  fixture.componentInstance.changed.subscribe((targets) => changes.push(targets));
  await fixture.whenStable();
  const loader = TestbedHarnessEnvironment.loader(fixture);
  const selects = await loader.getAllHarnesses(MatSelectHarness);
  return { element: fixture.nativeElement as HTMLElement, selects, changes };
}

describe('what the columns of a file become', () => {
  const columns = [
    column('Teléfono', 'number', ['+12125550123', '+12125550124', '+12125550125']),
    column('Saldo, €', 'variable:Saldo, €', ['4,63']),
    column('Otro', ''),
  ];

  it('shows the real values of each beside it', async () => {
    const { element } = await shown(columns);
    const first = element.querySelector('li')!.textContent;
    for (const sample of columns[0]!.samples) expect(first).toContain(sample);
    expect(element.textContent).toContain('No values in the first rows');
  });

  it('fills a field by one column only: the one that had it is left out', async () => {
    const { selects, changes } = await shown(columns);
    await selects[2]!.clickOptions({ text: 'Number' });
    expect(changes).toEqual([['', 'variable:Saldo, €', 'number']]);
  });

  it('offers a variable of the column’s own name', async () => {
    const { selects, changes } = await shown(columns);
    await selects[2]!.clickOptions({ text: 'Variable “Otro”' });
    expect(changes).toEqual([['number', 'variable:Saldo, €', 'variable:Otro']]);
  });
});
