export * from './calling-code';
export * from './erased-number';
export * from './number-in-text';
export * from './number-part';
export * from './number-place';
export * from './read-number';
export * from './time-zone-guess';
