/**
 * Moves the focus between the rows of a list by its arrows, and has space tick the one with the focus; enter follows
 * its link by itself. @param tick by the row's id; null where rows cannot be ticked
 */
export function steerRows(
  event: KeyboardEvent,
  list: HTMLElement,
  tick: ((id: number) => void) | null,
): void {
  const target = event.target as HTMLElement;
  const focused = target.closest<HTMLElement>('[data-row]');
  if (!focused || target.matches('input, textarea')) return;
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  if (step) {
    event.preventDefault();
    const rows = [...list.querySelectorAll<HTMLElement>('[data-row]')];
    const near = rows[rows.indexOf(focused) + step];
    const next = near?.querySelector<HTMLElement>('.open') ?? near?.querySelector('input');
    next?.focus();
  } else if (event.key === ' ' && tick && !target.closest('button')) {
    event.preventDefault();
    tick(Number(focused.dataset['row']));
  }
}
