import { TestBed } from '@angular/core/testing';
import { emailProblem, FrontField } from './front-field';

describe('an e-mail address at sign-in', () => {
  it.each([
    ['', 'Your e-mail address is needed'],
    ['   ', 'Your e-mail address is needed'],
    ['ana', 'This is not an e-mail address'],
    ['ana @example.org', 'This is not an e-mail address'],
    ['ana@example.org', ''],
    [' ana@example.org ', ''],
  ])('“%s” is told: “%s”', (typed, problem) => {
    expect(emailProblem(typed)).toBe(problem);
  });
});

describe('a box before signing in', () => {
  const given = (inputs: Record<string, unknown>) => {
    const fixture = TestBed.createComponent(FrontField);
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    fixture.detectChanges();
    const host = fixture.nativeElement as HTMLElement;
    return { fixture, host, input: host.querySelector('input')! };
  };

  it('shows a password when asked to, and hides it again', () => {
    const { fixture, host, input } = given({
      ...{ label: 'Password', type: 'password', autocomplete: 'current-password' },
    });
    const button = host.querySelector('button')!;
    expect([input.type, button.getAttribute('aria-label')]).toEqual(['password', 'Show password']);
    button.click();
    fixture.detectChanges();
    expect([input.type, button.getAttribute('aria-label')]).toEqual(['text', 'Hide password']);
    button.click();
    fixture.detectChanges();
    expect(input.type).toBe('password');
  });

  it('names its problem to those who cannot see it', () => {
    const { host, input } = given({
      ...{ label: 'E-mail', autocomplete: 'username', problem: 'Your e-mail address is needed' },
    });
    const told = host.querySelector(`#${input.getAttribute('aria-describedby')}`);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(told?.textContent).toBe('Your e-mail address is needed');
    expect(host.querySelector('label')?.htmlFor).toBe(input.id);
  });
});
