import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { HoursBand } from './hours-band';

@Component({
  selector: 'app-host',
  imports: [HoursBand],
  template: `<app-hours-band [from]="form.from" [until]="form.until" />`,
})
class Host {
  readonly hours = signal({ from: '09:00', until: '18:00' });
  readonly form = form(this.hours);
}

describe('the band of daily hours', () => {
  async function shown() {
    const fixture = TestBed.createComponent(Host);
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    const grip = (label: string) =>
      element.querySelector<HTMLElement>(`[role=slider][aria-label^="${label}"]`)!;
    const press = async (label: string, ...keys: string[]) => {
      for (const key of keys) grip(label).dispatchEvent(new KeyboardEvent('keydown', { key }));
      await fixture.whenStable();
    };
    return { fixture, element, grip, press, host: fixture.componentInstance };
  }

  it('says its times to screen readers', async () => {
    const { grip } = await shown();
    expect(grip('Begin').getAttribute('aria-valuetext')).toBe('09:00');
    expect(grip('End').getAttribute('aria-valuetext')).toBe('18:00');
  });

  it('moves its edges with the keys, by a quarter and by an hour', async () => {
    const { press, host } = await shown();
    await press('Begin', 'ArrowLeft', 'PageDown');
    await press('End', 'ArrowUp');
    expect(host.hours()).toEqual({ from: '07:45', until: '18:15' });
    expect(host.form.from().dirty()).toBe(true);
  });

  it('draws two parts and says so where the hours cross midnight', async () => {
    const { element, press, host, fixture } = await shown();
    host.hours.set({ from: '20:00', until: '01:45' });
    await press('End', 'ArrowRight');
    await fixture.whenStable();
    expect(element.querySelectorAll('.part')).toHaveLength(2);
    expect(element.querySelector('.words')?.textContent).toContain(
      '20:00 to 02:00 on the next day · 6 hours',
    );
  });

  it('keeps the band while a time is half typed', async () => {
    const { element, host, fixture } = await shown();
    host.hours.set({ from: '9', until: '18:00' });
    await fixture.whenStable();
    expect(element.querySelectorAll('.part')).toHaveLength(1);
  });
});
