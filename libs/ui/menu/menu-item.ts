import { ChangeDetectionStrategy, Component, ElementRef, inject } from '@angular/core';
import { Menu } from './menu';
import { MenuTrigger } from './menu-trigger';

/** An entry of a menu: a button or a link, with an icon or without; `role` may be that of a checkbox or radio button. */
@Component({
  // A link stays a link, and a button a button.
  // eslint-disable-next-line @angular-eslint/component-selector
  selector: '[app-menu-item]',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '<ng-content select="mat-icon" /><span class="text"><ng-content /></span>',
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 12px;
      width: 100%;
      min-height: 40px;
      padding: 4px 16px 4px 12px;
      border: 0;
      border-radius: 0;
      background: none;
      color: inherit;
      font: inherit;
      line-height: 20px;
      text-align: start;
      text-decoration: none;
      cursor: pointer;
    }
    :host(:hover),
    :host(:focus-visible) {
      background: color-mix(in srgb, currentcolor 8%, transparent);
    }
    :host(:focus-visible) {
      outline-offset: -2px;
    }
    :host(:disabled) {
      opacity: 0.38;
      cursor: default;
    }
    .text {
      flex: 1;
      min-width: 0;
    }
  `,
  host: { tabindex: '-1' },
})
export class MenuItem {
  constructor() {
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    if (!element.hasAttribute('role')) element.setAttribute('role', 'menuitem');
  }
}

/** A menu with its button and its entries, for a component's `imports`. */
export const MENU = [Menu, MenuTrigger, MenuItem] as const;
