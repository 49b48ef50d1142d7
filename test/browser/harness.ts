/** A page in headless Chromium with the built browser file, served from this machine. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

const root = resolve(__dirname, '../..');
export const browserFile = join(root, 'dist/tfjs-sequence.browser.js');

/** Debian's place, or CHROMIUM_PATH. */
export const chromiumPath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path): path is string => path !== undefined && existsSync(path),
);

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' };

/** Serves `folders` by their first path segment: `/bundle/model.json` from `folders.bundle`. */
export function serve(folders: Record<string, string>, page = '<!doctype html><title>test</title>'): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const [, first, ...rest] = path.split('/');
    const file = first in folders ? join(folders[first], ...rest) : undefined;
    if (path === '/') response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    else if (file && existsSync(file) && statSync(file).isFile()) {
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
      response.end(readFileSync(file));
    } else response.writeHead(404).end();
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

export const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export interface BrowserPage {
  page: Page;
  /** What the page wrote to its console as warnings or errors. */
  complaints: string[];
  close(): Promise<void>;
}

/** Opens `address` with the built library as the global `tfjsSequence`. */
export async function openPage(address: string): Promise<BrowserPage> {
  const browser: Browser = await chromium.launch({
    executablePath: chromiumPath ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(address);
  await page.addScriptTag({ path: browserFile });
  return { page, complaints, close: () => browser.close() };
}
