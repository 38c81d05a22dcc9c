/** The parts, between commas, of what this variable says of a real switch to test against; empty where there is none. */
export function realSwitch(variable: string): string[] {
  return (process.env[variable] ?? '').split(',').filter((part) => part !== '');
}
