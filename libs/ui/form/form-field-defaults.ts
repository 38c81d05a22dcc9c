import {
  MAT_FORM_FIELD_DEFAULT_OPTIONS,
  MatFormFieldDefaultOptions,
} from '@angular/material/form-field';

const options: MatFormFieldDefaultOptions = {
  appearance: 'outline',
  // Hints may take two lines on a phone; the theme keeps room for one.
  subscriptSizing: 'dynamic',
  // Required fields say so in their label.
  hideRequiredMarker: true,
};

/**
 * How form fields look throughout the panel: in `viewProviders` of each component that draws one. At
 * the root it would bring Material's form field into the first load.
 */
export const FORM_FIELD_DEFAULTS = { provide: MAT_FORM_FIELD_DEFAULT_OPTIONS, useValue: options };
