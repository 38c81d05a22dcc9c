import { inject } from '@angular/core';
import { MatIconRegistry } from '@angular/material/icon';
import { DomSanitizer } from '@angular/platform-browser';

/**
 * Makes single SVG files usable as `<mat-icon svgIcon="name">`; call it in a field initialiser or
 * constructor of the component that shows them, so that an icon is loaded with its page alone.
 */
export function useIcons(icons: Readonly<Record<string, string>>): void {
  const registry = inject(MatIconRegistry);
  const sanitizer = inject(DomSanitizer);
  for (const [name, svg] of Object.entries(icons)) {
    // The SVG comes from a package bundled at build time, never from a user.
    registry.addSvgIconLiteral(name, sanitizer.bypassSecurityTrustHtml(svg));
  }
}
