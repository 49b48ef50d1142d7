/** Pages in headless Chromium with the built script, served from this machine. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { describeIf } from '../support/optional';

const root = resolve(__dirname, '../..');
export const scriptFile = join(root, 'dist/tfjs-sequence.browser.js');

/** Debian's place, or CHROMIUM_PATH. */
const chromiumPath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path): path is string => path !== undefined && existsSync(path),
);

export function describeInBrowser(what: string, body: () => void): void {
  const fix = 'no Chromium: apt-get install chromium, or set CHROMIUM_PATH';
  describeIf(chromiumPath !== undefined, what, fix, body);
}

/** What every page of these tests has: our script, as a user would include it. */
export const scriptTag = '<script src="/dist/tfjs-sequence.browser.js"></script>';

const oneThread = /^tfjs-sequence: slower than it could be: the page is not isolated from other origins/;

interface Site {
  /** First segment of a path → the folder behind it. */
  folders?: Record<string, string>;
  /** What is inside the page at `/`. */
  html?: string;
  headers?: Record<string, string>;
}

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json' };

function siteServer({ folders = {}, html = scriptTag, headers = {} }: Site): Server {
  const places: Record<string, string> = {
    dist: join(root, 'dist'),
    node_modules: join(root, 'node_modules'),
    ...folders,
  };
  return createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const [, first, ...rest] = path.split('/');
    const file = first in places ? join(places[first], ...rest) : undefined;
    const answer = (status: number, type?: string) =>
      response.writeHead(status, { ...headers, ...(type && { 'content-type': type }) });
    if (path === '/') answer(200, 'text/html').end(`<!doctype html><title>test</title>${html}`);
    else if (path === '/favicon.ico') answer(204).end();
    else if (file && existsSync(file) && statSync(file).isFile())
      answer(200, types[extname(file)] ?? 'application/octet-stream').end(readFileSync(file));
    else answer(404).end();
  });
}

/** A host name that leads to this machine, but whose pages are no "secure context" (no `crypto.subtle`). */
export const insecureHost = 'insecure.test';

export class TestBrowser {
  private browser!: Browser;
  private readonly servers: Server[] = [];
  /** Warnings and errors on the consoles of the pages since the last call. */
  private complaints: string[] = [];

  async launch(): Promise<void> {
    if (!existsSync(scriptFile)) throw new Error(`${scriptFile} is missing: npm run build`);
    this.browser = await chromium.launch({
      executablePath: chromiumPath ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`,
      ],
    });
  }

  /** @returns the address of the site, until this browser is closed. */
  async serve(site: Site = {}): Promise<string> {
    const server = siteServer(site);
    this.servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** A page with storage of its own. */
  async open(address: string): Promise<Page> {
    const page = await this.browser.newPage();
    let isTold = false; // that the page is not isolated: once, by the first task
    page.on('console', (message) => {
      const isExpected = !isTold && oneThread.test(message.text());
      if (isExpected) isTold = true;
      else if (['warning', 'error'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('load', () => (isTold = false));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    await page.goto(address);
    return page;
  }

  takeComplaints(): string[] {
    return this.complaints.splice(0);
  }

  async close(): Promise<void> {
    await this.browser.close();
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

/** One browser for the tests of a describe block; a page that complains on its console fails its test. */
export function useBrowser(): TestBrowser {
  const browser = new TestBrowser();
  beforeAll(() => browser.launch());
  afterAll(() => browser.close());
  afterEach(() => expect(browser.takeComplaints()).toEqual([]));
  return browser;
}
