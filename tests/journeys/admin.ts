// What a webmaster does in the back office.
import type { Page } from 'playwright-core';

/** Logs in as the stack's administrator. */
export async function logIn(page: Page, site: string): Promise<void> {
  await page.goto(`${site}/wp-login.php`);
  await page.locator('#user_login').fill('admin');
  await page.locator('#user_pass').fill('admin');
  await page.locator('#wp-submit').click();
  await page.waitForURL(/wp-admin/);
}
