import type { APIRequestContext } from '@playwright/test';
import { expect } from './test';

/** What the API answers. */
export async function get<T>(request: APIRequestContext, path: string): Promise<T> {
  const answer = await request.get(`/api/v1/${path}`);
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}

export const post = <T>(request: APIRequestContext, path: string, data: object = {}) =>
  send<T>(request, 'post', path, data);

export async function send<T>(
  request: APIRequestContext,
  method: 'post' | 'put',
  path: string,
  data: object,
): Promise<T> {
  const { cookies } = await request.storageState();
  const token = cookies.find(({ name }) => name === 'belltower_csrf')?.value ?? '';
  const answer = await request[method](`/api/v1/${path}`, {
    data,
    headers: { 'x-csrf-token': token },
  });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
  return (await answer.json()) as T;
}
