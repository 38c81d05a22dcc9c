import { Directive, ElementRef, inject, input, output } from '@angular/core';
import { Menu } from './menu';

/** The button that opens a menu, and closes it again. */
@Directive({
  selector: '[appMenuFor]',
  host: {
    'aria-haspopup': 'menu',
    '[attr.aria-expanded]': 'menu().isOpen()',
    '[attr.aria-controls]': 'menu().isOpen() ? menu().id : null',
    '(click)': 'turn()',
    '(keydown.arrowdown)': '$event.preventDefault(); turn()',
  },
})
export class MenuTrigger {
  readonly menu = input.required<Menu>({ alias: 'appMenuFor' });
  readonly menuOpened = output<void>();

  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected turn(): void {
    if (this.menu().isOpen()) return this.menu().close();
    this.menu().open(this.element);
    this.menuOpened.emit();
  }
}
