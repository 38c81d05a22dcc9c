import { Client } from '../../apps/api/testing/client';

const MEGABYTE = 1_048_576;

/** Megabytes of the API's process, as it tells its operators. */
export async function memoryOf(client: Client): Promise<number> {
  const { body } = await client.get<string>('/api/metrics');
  const [, bytes] = /^process_resident_memory_bytes (\S+)$/m.exec(body) ?? [];
  return Math.round(Number(bytes) / MEGABYTE);
}

/** The most of each third of a series: whether it grows. */
export function mostInThirds(samples: readonly number[]): number[] {
  const third = Math.ceil(samples.length / 3);
  return [0, 1, 2]
    .map((part) => samples.slice(part * third, (part + 1) * third))
    .filter((part) => part.length)
    .map((part) => Math.max(...part));
}
