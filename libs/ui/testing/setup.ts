import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless';

setupZonelessTestEnv();

// What browsers have and jsdom has not.
window.matchMedia ??= (query) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {},
    // The CDK listens in the old way.
    addListener: () => {},
    removeListener: () => {},
  }) as never;
Element.prototype.scrollIntoView ??= () => {};
