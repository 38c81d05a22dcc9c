import {
  HttpInterceptorFn,
  HttpResponse,
  provideHttpClient,
  withInterceptors,
} from '@angular/common/http';
import { HarnessLoader, TestKey } from '@angular/cdk/testing';
import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { MatAutocompleteHarness } from '@angular/material/autocomplete/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatCheckboxHarness } from '@angular/material/checkbox/testing';
import { MatChipHarness } from '@angular/material/chips/testing';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import { Dto } from '@belltower/dto';
import { of } from 'rxjs';
import { ApiProblem } from '../api/problem';
import { Session } from '../session/session';
import { UnsavedChanges } from '../session/unsaved-changes';
import { Everything, Language, Short } from '../testing/everything';
import { ResourceForm } from './resource-form';

/** Answers for phonebooks and gateways, by name or by id. */
const server: HttpInterceptorFn = ({ url, params }) => {
  const id = Number(/gateways\/(\d+)$/.exec(url)?.[1]);
  const items = 'Spring'.toLowerCase().startsWith(params.get('q') ?? '')
    ? [{ id: 7, name: 'Spring' }]
    : [];
  const body = id
    ? { id, name: `Trunk ${id}` }
    : { items, next: null, total: null, estimated: false };
  return of(new HttpResponse({ body }));
};

type Saved = Record<string, unknown>;

describe('ResourceForm', () => {
  let fixture: ComponentFixture<ResourceForm<object>>;
  let loader: HarnessLoader;
  let sent: Saved[];
  let answer: () => Promise<unknown>;

  async function open(dto: Dto, inputs: Record<string, unknown> = {}): Promise<void> {
    fixture = TestBed.createComponent<ResourceForm<object>>(ResourceForm);
    fixture.componentRef.setInput('dto', dto);
    fixture.componentRef.setInput('save', (input: Saved) => {
      sent.push(input);
      return answer();
    });
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    loader = TestbedHarnessEnvironment.loader(fixture);
    await fixture.whenStable();
  }

  const fieldOf = (label: string) =>
    loader.getHarness(MatFormFieldHarness.with({ floatingLabelText: label }));
  const inputOf = async (label: string) =>
    (await (await fieldOf(label)).getControl(MatInputHarness))!;
  /** Types and leaves the field, as a person does; the harness alone fires no `change`. */
  const type = async (label: string, value: string) => {
    const input = await inputOf(label);
    await input.setValue(value);
    await (await input.host()).dispatchEvent('change');
    return input;
  };
  const press = async (text: string | RegExp) =>
    (await loader.getHarness(MatButtonHarness.with({ text }))).click();
  const text = () => (fixture.nativeElement as HTMLElement).textContent;
  const all = <E extends HTMLElement>(selector: string) => [
    ...(fixture.nativeElement as HTMLElement).querySelectorAll<E>(selector),
  ];

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([server]))],
    });
    jest.spyOn(TestBed.inject(Session), 'timeZone').mockReturnValue('Europe/Madrid');
    sent = [];
    answer = () => Promise.resolve({});
  });

  describe('draws and reads every kind', () => {
    beforeEach(() => open(Everything));

    const saved = async () => {
      await press('Save');
      await fixture.whenStable();
      return sent[0];
    };

    it('text, with its hint', async () => {
      expect(await (await fieldOf('Name (required)')).getTextHints()).toEqual(['As on the door']);
      await (await inputOf('Name (required)')).setValue('Clinic');
      expect(await saved()).toMatchObject({ name: 'Clinic' });
    });

    it('multiline', async () => {
      await (await inputOf('Notes')).setValue('one\ntwo');
      await (await inputOf('Name (required)')).setValue('Clinic');
      expect(await saved()).toMatchObject({ notes: 'one\ntwo' });
    });

    it('number, with its unit', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      const field = await fieldOf('Ring timeout (required)');
      expect(await field.getSuffixText()).toContain('seconds');
      await (await field.getControl(MatInputHarness))!.setValue('30');
      expect(await saved()).toMatchObject({ ringSeconds: 30 });
    });

    it('boolean', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      await (await loader.getHarness(MatCheckboxHarness.with({ label: 'Enabled' }))).check();
      expect(await saved()).toMatchObject({ enabled: true });
    });

    it('choice, by its words', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      const select = (await (await fieldOf('Language (required)')).getControl(MatSelectHarness))!;
      await select.clickOptions({ text: 'Español' });
      expect(await saved()).toMatchObject({ language: Language.Spanish });
    });

    it('several of a few choices, as toggles in order of declaration', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      const toggles = all<HTMLButtonElement>('app-choices-control button');
      expect(toggles.map((toggle) => toggle.textContent?.trim())).toEqual(['Mon', 'Tue', 'Wed']);
      toggles[2]!.click();
      toggles[0]!.click();
      expect(await saved()).toMatchObject({ days: ['mon', 'wed'] });
    });

    it('date-time, in the zone of the account', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      const field = await fieldOf('Start');
      expect(await field.getSuffixText()).toBe('Madrid');
      await type('Start', '2026-07-01T14:00');
      expect(await saved()).toMatchObject({ startsAt: '2026-07-01T12:00:00.000Z' });
    });

    it('date', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      await (await inputOf('Birthday')).setValue('2026-02-03');
      expect(await saved()).toMatchObject({ birthday: '2026-02-03' });
    });

    it('several dates, each once and in order', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      for (const day of ['2026-12-25', '2026-01-06', '2026-12-25']) await type('Holidays', day);
      const chips = await loader.getAllHarnesses(MatChipHarness);
      expect(await Promise.all(chips.map((chip) => chip.getText()))).toEqual([
        '6 Jan 2026',
        '25 Dec 2026',
      ]);
      expect(await saved()).toMatchObject({ holidays: ['2026-01-06', '2026-12-25'] });
    });

    it('time of day, completing what people type, up to 24:00', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      expect(await (await type('From (required)', '930')).getValue()).toBe('09:30');
      await type('Until (required)', '24');
      expect(await saved()).toMatchObject({ from: '09:30', until: '24:00' });
    });

    it('e-mail and phone, with the keyboards that fit', async () => {
      expect(await (await inputOf('E-mail')).getType()).toBe('email');
      expect(await (await inputOf('Phone')).getType()).toBe('tel');
    });

    it('password: hidden, shown on demand, and not sent while blank', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      const box = await inputOf('Password');
      expect(await box.getType()).toBe('password');
      await (
        await loader.getHarness(MatButtonHarness.with({ selector: '[aria-label="Show password"]' }))
      ).click();
      expect(await box.getType()).toBe('text');
      expect(await saved()).not.toHaveProperty('password');
    });

    it('variables, as rows and as JSON', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      await press(/Add a variable/);
      await (await inputOf('Name')).setValue('doctor');
      await (await inputOf('Value')).setValue('Ruiz');
      await press('Show as JSON');
      const json = await inputOf('Variables (required) as JSON');
      expect(JSON.parse(await json.getValue())).toEqual({ doctor: 'Ruiz' });
      await json.setValue('{"doctor":"Puig","room":3}');
      expect(await saved()).toMatchObject({ variables: { doctor: 'Puig', room: '3' } });
    });

    it('says what is wrong with the JSON and keeps the last good value', async () => {
      await press('Show as JSON');
      await (await inputOf('Variables (required) as JSON')).setValue('{"a":');
      expect(text()).toContain('This is not a JSON object');
    });

    it('country and time zone, by name', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      await (await inputOf('Country')).setValue('spain');
      await (await inputOf('Country')).blur();
      const zone = await loader.getHarness(
        MatAutocompleteHarness.with({ ancestor: 'app-suggest-control[of="time-zone"]' }),
      );
      await zone.enterText('madrid');
      await zone.selectOption({ text: /Madrid/ });
      expect(await saved()).toMatchObject({ country: 'ES', timeZone: 'Europe/Madrid' });
    });

    it('several texts in a line', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      await type('Prefixes', '+34, +351,+34');
      expect(await saved()).toMatchObject({ prefixes: ['+34', '+351'] });
    });

    it('a relation, found by typing', async () => {
      await (await inputOf('Name (required)')).setValue('Clinic');
      const box = await inputOf('Phonebook');
      await box.focus();
      const offers = await loader.getHarness(
        MatAutocompleteHarness.with({ ancestor: 'app-relation-picker' }),
      );
      await offers.selectOption({ text: 'Spring' });
      expect(await box.getValue()).toBe('Spring');
      expect(await saved()).toMatchObject({ phonebookId: 7 });
    });
  });

  it('several relations keep an order that can be changed', async () => {
    await open(Everything, { value: { name: 'Clinic', gatewayIds: [1, 2] } });
    const button = (label: string) =>
      loader.getHarness(MatButtonHarness.with({ selector: `[aria-label="${label}"]` }));
    await (await button('Move Trunk 2 up')).click();
    await press('Save');
    await (await button('Remove Trunk 1')).click();
    await press('Save');
    expect(sent.map(({ gatewayIds }) => gatewayIds)).toEqual([[2, 1], [2]]);
  });

  it('shows the record it is given, nulls as blanks, and sends blanks as null', async () => {
    await open(Short, { value: { id: 3, name: 'Spring', notes: null, createdAt: 'x' } });
    expect(await (await inputOf('Notes')).getValue()).toBe('');
    await press('Save');
    expect(sent).toEqual([{ name: 'Spring', notes: null }]);
  });

  it('parts the fields into sections with an index', async () => {
    await open(Everything);
    expect(all('section h2').map(({ textContent }) => textContent)).toEqual(['General', 'More']);
    expect(all('nav.index button')).toHaveLength(2);
  });

  describe('when something is not right', () => {
    it('does not save, says so and puts the focus on the first field at fault', async () => {
      await open(Short);
      await press('Save');
      expect(sent).toEqual([]);
      expect(await (await fieldOf('Name (required)')).getTextErrors()).toEqual(['Name is needed']);
      expect(text()).toContain('One field needs attention');
      expect(await (await inputOf('Name (required)')).isFocused()).toBe(true);
    });

    it('checks with the rules of the DTO while typing', async () => {
      await open(Short);
      const name = await inputOf('Name (required)');
      await name.setValue('far too long a name');
      await name.blur();
      const [error] = await (await fieldOf('Name (required)')).getTextErrors();
      expect(error).toMatch(/^Name must be shorter than or equal to 8 characters/);
    });

    it('puts the error of the server under its field', async () => {
      await open(Short, { value: { name: 'Spring' } });
      answer = () =>
        Promise.reject(
          new ApiProblem(409, 'name-taken', 'Taken', [
            { field: 'name', message: 'There is one of this name already' },
          ]),
        );
      await press('Save');
      await fixture.whenStable();
      expect(await (await fieldOf('Name (required)')).getTextErrors()).toEqual([
        'There is one of this name already',
      ]);
    });

    it('says at the bottom what no field is to blame for', async () => {
      await open(Short, { value: { name: 'Spring' } });
      answer = () =>
        Promise.reject(new ApiProblem(409, 'in-use', 'Campaign “March” is calling it.'));
      await press('Save');
      await fixture.whenStable();
      expect(text()).toContain('Campaign “March” is calling it.');
    });
  });

  it('says why a field cannot be changed', async () => {
    await open(Short, {
      value: { name: 'Spring' },
      locked: { name: 'Stop the campaign to rename it' },
    });
    const field = await fieldOf('Name (required)');
    expect(await (await inputOf('Name (required)')).isDisabled()).toBe(true);
    expect(await field.getTextHints()).toEqual(['Stop the campaign to rename it']);
  });

  it('knows of changes until they are saved', async () => {
    await open(Short, { value: { name: 'Spring' } });
    const unsaved = TestBed.inject(UnsavedChanges);
    expect(unsaved.exist()).toBe(false);
    await (await inputOf('Name (required)')).setValue('Summer');
    expect(unsaved.exist()).toBe(true);
    await press('Save');
    await fixture.whenStable();
    expect(unsaved.exist()).toBe(false);
  });

  it('saves with enter', async () => {
    await open(Short, { value: { name: 'Spring' } });
    const host = await (await inputOf('Name (required)')).host();
    await host.sendKeys(TestKey.ENTER);
    all<HTMLFormElement>('form')[0]!.requestSubmit();
    await fixture.whenStable();
    expect(sent).toHaveLength(1);
  });
});
