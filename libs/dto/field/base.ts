/**
 * A class that a function adds properties to: `class Row extends Named(Figures)`. It is for properties that records of
 * different parentage have in common, since a class has one parent only.
 */
// TypeScript lets nothing but `any` stand for what any constructor takes.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Base = new (...values: any[]) => object;
