import { provideHttpClient } from '@angular/common/http';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { Field, fieldsOf } from '@belltower/dto';
import { IsInt, IsOptional, MaxLength } from 'class-validator';
import { FilterBar } from './filter-bar';

class FewQuery {
  @Field({ label: 'Name contains' }) @IsOptional() @MaxLength(20) name?: string;
  @Field({ label: 'Second' }) @IsOptional() @IsInt() second?: number;
  @Field({ label: 'Third' }) @IsOptional() @IsInt() third?: number;
  @Field({ label: 'Fourth' }) @IsOptional() @IsInt() fourth?: number;
  @Field({ label: 'Fifth' }) @IsOptional() @IsInt() fifth?: number;
}

class ManyQuery extends FewQuery {
  @Field({ label: 'Remark contains' }) @IsOptional() @MaxLength(20) remark?: string;
}

describe('FilterBar', () => {
  let fixture: ComponentFixture<FilterBar>;
  let changes: Record<string, string>[];

  const open = async (query: typeof FewQuery, values: Record<string, string> = {}) => {
    TestBed.configureTestingModule({ providers: [provideHttpClient()] });
    fixture = TestBed.createComponent(FilterBar);
    document.body.append(fixture.nativeElement as HTMLElement);
    fixture.componentRef.setInput('specs', fieldsOf(query));
    fixture.componentRef.setInput('values', values);
    changes = [];
    fixture.componentInstance.changed.subscribe((change) => changes.push(change));
    await fixture.whenStable();
  };
  const all = (selector: string) => [
    ...(fixture.nativeElement as HTMLElement).querySelectorAll<HTMLElement>(selector),
  ];
  const chips = () => all('.chip .name').map(({ textContent }) => textContent.trim());
  const boxes = () => all('input').map((box) => box.getAttribute('aria-label'));
  const more = () => all('.more')[0]!;
  const click = async (element: HTMLElement) => {
    element.click();
    await fixture.whenStable();
  };

  afterEach(() => (fixture.nativeElement as HTMLElement).remove());

  it('shows all of a few filters', async () => {
    await open(FewQuery);
    expect([boxes(), chips(), all('.more')]).toEqual([
      ['Name contains'],
      ['Second', 'Third', 'Fourth', 'Fifth'],
      [],
    ]);
  });

  it('folds all of many but the first, and unfolds them', async () => {
    await open(ManyQuery);
    expect([boxes(), chips()]).toEqual([['Name contains'], ['Second', 'Third', 'Fourth']]);
    expect([more().textContent.trim(), more().ariaExpanded]).toEqual(['More filters', 'false']);
    await click(more());
    expect(chips()).toEqual(['Second', 'Third', 'Fourth', 'Fifth', 'Remark contains']);
    expect([more().textContent.trim(), more().ariaExpanded]).toEqual(['Fewer filters', 'true']);
    await click(more());
    expect(chips()).toHaveLength(3);
  });

  it('keeps what is set on screen, and says how many of it are folded', async () => {
    await open(ManyQuery, { second: '2', remark: 'late' });
    expect(chips()).toEqual(['Second: 2', 'Third', 'Fourth', 'Remark contains: late']);
    expect(all('.count')[0]!.textContent).toBe('1 set');
  });

  it('clears what is folded by its chip, and leaves the focus beside it', async () => {
    await open(ManyQuery, { fifth: '5' });
    await click(all('[aria-label="Clear filter Fifth"]')[0]!);
    expect(changes).toEqual([{ fifth: '' }]);
    expect(document.activeElement).toBe(more());
  });
});
