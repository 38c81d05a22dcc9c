import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What pages are held against: WCAG 2.2, levels A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What keeps somebody from using a page, by axe: a line each, none where there is nothing. Whatever fades in or slides is
 * looked at once it is there.
 */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ending.map(({ finished }) => finished)).then(() => undefined);
  });
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  return violations.map(({ id, nodes }) => `${page.url()}: ${id} at ${nodes[0]?.html}`);
}
