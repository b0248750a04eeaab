// What a webmaster does in the back office.
import type { Page } from 'playwright-core';

/** Logs in as the stack's administrator, or as somebody else whose password is `admin` too. */
export async function logIn(page: Page, site: string, login = 'admin'): Promise<void> {
  await page.goto(`${site}/wp-login.php`);
  await page.locator('#user_login').fill(login);
  await page.locator('#user_pass').fill('admin');
  await page.locator('#wp-submit').click();
  await page.waitForURL(/wp-admin/);
}
