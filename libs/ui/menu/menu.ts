import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  inject,
  Injector,
  input,
  OnDestroy,
  signal,
  viewChild,
} from '@angular/core';

/** Room between a menu and what opened it, and between it and the edge of the window, in pixels. */
const GAP = 4;
const EDGE = 8;

let menus = 0;

/**
 * What a button opens (WAI-ARIA menu button pattern): steps with the arrows, closes by choosing, by Escape and by a click
 * elsewhere. It is a popover of the browser: Material’s menu brings 30 kB with it that no list shows before a click.
 */
@Component({
  selector: 'app-menu',
  exportAs: 'appMenu',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div
      #panel
      class="menu"
      role="menu"
      tabindex="-1"
      popover="manual"
      [id]="id"
      (click)="chosen($event)"
      (keydown)="steer($event)"
      (focusout)="left($event)"
    >
      @if (isOpen()) {
        <ng-content />
      }
    </div>
  `,
  styles: `
    :host {
      display: contents;
    }
    .menu {
      position: fixed;
      inset: auto;
      margin: 0;
      min-width: 112px;
      max-width: min(400px, calc(100vw - 16px));
      padding: 8px 0;
      overflow: auto;
      outline: none;
      border: 1px solid var(--mat-sys-outline-variant);
      border-radius: 8px;
      background: var(--mat-sys-surface-container);
      color: var(--mat-sys-on-surface);
      box-shadow: 0 2px 8px rgb(0 0 0 / 16%);
      text-align: start;
    }
    @media (prefers-reduced-motion: no-preference) {
      .menu:popover-open {
        animation: appear 100ms ease-out;
      }
    }
    @keyframes appear {
      from {
        opacity: 0;
      }
    }
  `,
})
export class Menu implements OnDestroy {
  /** Whether it lies before the end of what opened it, or after its beginning. */
  readonly xPosition = input<'after' | 'before'>('after');

  readonly id = `menu-${++menus}`;
  readonly isOpen = signal(false);
  private readonly panel = viewChild.required<ElementRef<HTMLElement>>('panel');
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  private origin: HTMLElement | null = null;
  private readonly elsewhere = ({ target }: Event) => {
    const within = [this.host, this.origin].some((element) => element?.contains(target as Node));
    if (!within) this.close();
  };
  private readonly moved = (event: Event) => {
    // What scrolls within the menu is the menu itself.
    if (event.type === 'resize' || !this.host.contains(event.target as Node)) this.close();
  };

  ngOnDestroy(): void {
    this.close();
  }

  /** Opens below what was pressed, or above where there is more room, with the focus on its first entry. */
  open(origin: HTMLElement): void {
    this.origin = origin;
    this.isOpen.set(true);
    // Its entries are there with the next rendering only: closed menus of many rows weigh nothing.
    afterNextRender({ write: () => this.show(origin) }, { injector: this.injector });
    document.addEventListener('pointerdown', this.elsewhere, true);
    document.addEventListener('scroll', this.moved, true);
    window.addEventListener('resize', this.moved);
  }

  close(): void {
    if (!this.isOpen()) return;
    const panel = this.panel().nativeElement;
    const hadFocus = panel.contains(document.activeElement);
    this.isOpen.set(false);
    panel.hidePopover?.();
    document.removeEventListener('pointerdown', this.elsewhere, true);
    document.removeEventListener('scroll', this.moved, true);
    window.removeEventListener('resize', this.moved);
    if (hadFocus) this.origin?.focus({ preventScroll: true });
  }

  private show(origin: HTMLElement): void {
    if (!this.isOpen()) return;
    const panel = this.panel().nativeElement;
    // Browsers know popovers; what runs specs need not.
    panel.showPopover?.();
    this.place(panel, origin.getBoundingClientRect());
    // Entries may be on their way still.
    (this.entries()[0] ?? panel).focus({ preventScroll: true });
  }

  private place(panel: HTMLElement, origin: DOMRect): void {
    const { innerHeight, innerWidth } = window;
    const below = innerHeight - origin.bottom - GAP - EDGE;
    const above = origin.top - GAP - EDGE;
    const isBelow = panel.scrollHeight <= below || below >= above;
    const { style } = panel;
    style.maxHeight = `${isBelow ? below : above}px`;
    style.top = isBelow ? `${origin.bottom + GAP}px` : 'auto';
    style.bottom = isBelow ? 'auto' : `${innerHeight - origin.top + GAP}px`;
    const wanted = this.xPosition() === 'before' ? origin.right - panel.offsetWidth : origin.left;
    const most = innerWidth - panel.offsetWidth - EDGE;
    style.left = `${Math.max(EDGE, Math.min(wanted, most))}px`;
  }

  private entries(): HTMLElement[] {
    const all = this.panel().nativeElement.querySelectorAll<HTMLElement>('[role^=menuitem]');
    return [...all].filter((entry) => !(entry as HTMLButtonElement).disabled);
  }

  /** An entry that keeps the menu open stops the event; a row that the menu stands in hears none. */
  protected chosen(event: Event): void {
    event.stopPropagation();
    if ((event.target as HTMLElement).closest('[role^=menuitem]')) this.close();
  }

  protected steer(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A table, drawer or dialog around the menu has keys of its own.
    event.stopPropagation();
    const entries = this.entries();
    const at = entries.indexOf(document.activeElement as HTMLElement);
    const beginning = (entry: HTMLElement) =>
      entry.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase());
    const steps: Record<string, number> = {
      ArrowDown: (at + 1) % entries.length,
      ArrowUp: (at - 1 + entries.length) % entries.length,
      Home: 0,
      End: entries.length - 1,
    };
    const next =
      steps[event.key] ??
      (event.key.length === 1 && event.key !== ' '
        ? [...entries.keys()].find((index) => index > at && beginning(entries[index]!))
        : undefined);
    if (event.key === 'Escape') this.close();
    else if (event.key === 'Tab') return this.close();
    else if (next !== undefined) entries[next]?.focus();
    else return;
    event.preventDefault();
  }

  /** The focus goes elsewhere on the page; to another window it may. */
  protected left({ relatedTarget }: FocusEvent): void {
    const element = relatedTarget as Node | null;
    if (element && !this.host.contains(element) && element !== this.origin) this.close();
  }
}
