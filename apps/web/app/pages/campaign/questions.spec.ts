import { HttpResponse, provideHttpClient, withInterceptors } from '@angular/common/http';
import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form, FormField } from '@angular/forms/signals';
import type { Question } from '@belltower/dto';
import { Session } from '@belltower/ui';
import { of } from 'rxjs';
import { Questions } from './questions';

/** What a question is asked by, whatever is looked up. */
const RECORDING = { id: 7, name: 'Greeting', seconds: 3, sha256: 'abcdef0123456789' };

@Component({
  selector: 'app-host',
  imports: [FormField, Questions],
  template: `<app-questions [formField]="form.questions" label="Questions" [taken]="['9', '1']" />`,
})
class Host {
  readonly content = signal({ questions: [] as Question[] });
  readonly form = form(this.content);
}

const question = (name: string): Question => ({
  name,
  text: 'Press a key.',
  answers: [{ key: '2', label: 'Yes' }],
  repeats: 1,
  waitSeconds: 6,
});

describe('the editor of questions', () => {
  beforeEach(() =>
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([() => of(new HttpResponse({ body: RECORDING }))])),
        { provide: Session, useValue: { can: () => true } },
      ],
    }),
  );

  async function shown(...questions: Question[]) {
    const fixture = TestBed.createComponent(Host);
    const host = fixture.componentInstance;
    host.content.set({ questions });
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    const press = async (label: string) => {
      const button = [...element.querySelectorAll('button')].find(
        (one) => one.getAttribute('aria-label') === label || one.textContent?.includes(label),
      )!;
      button.click();
      await fixture.whenStable();
    };
    return { fixture, host, element, press, names: () => host.content().questions.map(nameOf) };
  }
  const nameOf = ({ name }: Question) => name;

  it('adds a question with the first keys that are free', async () => {
    const { press, host } = await shown();
    await press('Add a question');
    expect(host.content().questions).toMatchObject([
      {
        answers: [
          { key: '2', label: 'Yes' },
          { key: '3', label: 'No' },
        ],
        repeats: 1,
        waitSeconds: 6,
      },
    ]);
  });

  it('changes their order and removes one', async () => {
    const { press, names } = await shown(question('A'), question('B'), question('C'));
    await press('Ask question 3 earlier');
    expect(names()).toEqual(['A', 'C', 'B']);
    await press('Ask question 1 later');
    expect(names()).toEqual(['C', 'A', 'B']);
    await press('Remove question 2');
    expect(names()).toEqual(['C', 'B']);
  });

  it('has a question asked by a recording, or written after all', async () => {
    const { press, host, element } = await shown(question('A'), { ...question('B'), audioId: 7 });
    const heads = () =>
      [...element.querySelectorAll('app-text-or-recording')].map((one) => ({
        picks: !!one.querySelector('app-audio-picker'),
        writes: !one.querySelector<HTMLElement>('div[hidden]'),
      }));
    expect(heads()).toEqual([
      { picks: false, writes: true },
      { picks: true, writes: false },
    ]);
    await press('Write it instead');
    expect(host.content().questions[1]).toMatchObject({ audioId: null, text: 'Press a key.' });
    await press('Play a recording instead');
    expect(heads()[0]).toEqual({ picks: true, writes: false });
    // Nothing is lost before a recording is chosen.
    expect(host.content().questions[0]!.text).toBe('Press a key.');
  });

  it('adds an answer, and writes what is typed', async () => {
    const { press, host, element, fixture } = await shown(question('A'));
    await press('Add an answer');
    expect(host.content().questions[0]!.answers).toMatchObject([
      { key: '2', label: 'Yes' },
      { key: '3', label: '' },
    ]);
    const label = element.querySelector<HTMLInputElement>('[aria-label="What key 3 stands for"]')!;
    label.value = 'No';
    label.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    expect(host.content().questions[0]!.answers[1]).toMatchObject({ key: '3', label: 'No' });
    await press('Remove answer 2');
    expect(host.content().questions[0]!.answers).toMatchObject([{ key: '3', label: 'No' }]);
  });
});
