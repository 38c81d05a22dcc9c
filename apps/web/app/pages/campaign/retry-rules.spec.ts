import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form, FormField } from '@angular/forms/signals';
import { CampaignInput, Disposition, fieldsFor, type RetryRule } from '@belltower/dto';
import { RetryRules } from './retry-rules';

@Component({
  selector: 'app-host',
  imports: [FormField, RetryRules],
  template: `<app-retry-rules
    [formField]="form.retryRules"
    [spec]="spec"
    [on]="form.retryOn"
    [usual]="{ times: 4, afterSeconds: 300 }"
  />`,
})
class Host {
  readonly spec = fieldsFor(CampaignInput, new CampaignInput()).find(
    ({ name }) => name === 'retryOn',
  )!;
  readonly policy = signal({
    retryOn: [Disposition.Busy, Disposition.NoAnswer],
    retryRules: [] as RetryRule[],
  });
  readonly form = form(this.policy);
}

describe('the table of retries by outcome', () => {
  async function shown(rules: RetryRule[] = []) {
    const fixture = TestBed.createComponent(Host);
    const host = fixture.componentInstance;
    host.policy.update((policy) => ({ ...policy, retryRules: rules }));
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    const press = async (text: string) => {
      const button = [...element.querySelectorAll('button')].find((one) =>
        one.textContent?.includes(text),
      )!;
      button.click();
      await fixture.whenStable();
    };
    const input = (label: string) =>
      element.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)!;
    const type = async (label: string, text: string) => {
      input(label).value = text;
      input(label).dispatchEvent(new Event('input'));
      await fixture.whenStable();
    };
    return { fixture, host, element, press, input, type };
  }
  const MOST = 'Most retries after busy';
  const AFTER = 'Seconds until a retry after busy';

  it('is a row of toggles until somebody wants outcomes apart', async () => {
    const { element, press, host } = await shown();
    expect(element.querySelector('table')).toBeNull();
    await press('Rejected');
    expect(host.policy().retryOn).toContain(Disposition.Rejected);
    await press('Set outcomes apart');
    expect(element.querySelectorAll('tbody tr')).toHaveLength(6);
  });

  it('shows what holds for an outcome without a rule, and writes a rule for what is typed', async () => {
    const { press, input, type, host } = await shown();
    await press('Set outcomes apart');
    expect(input(MOST).placeholder).toBe('4');
    expect(input(AFTER).placeholder).toBe('300');
    await type(MOST, '2');
    await type(AFTER, '600');
    expect(host.policy().retryRules).toMatchObject([
      { disposition: 'busy', times: 2, afterSeconds: 600 },
    ]);
    await type(MOST, '');
    await type(AFTER, '');
    expect(host.policy().retryRules).toEqual([]);
    expect(host.form.retryRules().dirty()).toBe(true);
  });

  it('drops the rule of an outcome that is not retried any more', async () => {
    const busy = { disposition: Disposition.Busy, times: 2, afterSeconds: null };
    const { element, fixture, host } = await shown([busy]);
    element.querySelector<HTMLInputElement>('input[type=checkbox]')!.click();
    await fixture.whenStable();
    expect(host.policy()).toEqual({ retryOn: [Disposition.NoAnswer], retryRules: [] });
  });

  it('makes all the same again', async () => {
    const busy = { disposition: Disposition.Busy, times: 2, afterSeconds: null };
    const { element, press, host } = await shown([busy]);
    await press('Same for every outcome');
    expect(host.policy().retryRules).toEqual([]);
    expect(element.querySelector('table')).toBeNull();
  });
});
