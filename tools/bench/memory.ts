import { Client } from '../../apps/api/testing/client';

const MEGABYTE = 1_048_576;

/** Megabytes of the API's process, as it tells its operators. */
export async function memoryOf(client: Client): Promise<number> {
  return megabytesOf(client, 'process_resident_memory_bytes');
}

/** Megabytes of its objects, those among them that nobody needs any more. */
export async function heapOf(client: Client): Promise<number> {
  return megabytesOf(client, 'nodejs_heap_size_used_bytes');
}

async function megabytesOf(client: Client, metric: string): Promise<number> {
  const { body } = await client.get<string>('/api/metrics');
  const [, bytes] = new RegExp(`^${metric} (\\S+)$`, 'm').exec(body) ?? [];
  return Math.round(Number(bytes) / MEGABYTE);
}

/** The most of each third of a series: whether it grows. */
export function mostInThirds(samples: readonly number[]): number[] {
  return thirdsOf(samples).map((part) => Math.max(...part));
}

/** The least of each third: what is left where garbage has just been collected. */
export function leastInThirds(samples: readonly number[]): number[] {
  return thirdsOf(samples).map((part) => Math.min(...part));
}

function thirdsOf(samples: readonly number[]): number[][] {
  const third = Math.ceil(samples.length / 3);
  return [0, 1, 2]
    .map((part) => samples.slice(part * third, (part + 1) * third))
    .filter((part) => part.length);
}
