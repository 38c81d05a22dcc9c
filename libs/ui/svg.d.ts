/** A file imported by the bundler as its text. */
declare module '*.svg' {
  const svg: string;
  export default svg;
}
