/** A forecaster that Node trained and saved, in a page: a CSV that is pasted there has the forecast of Node. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Forecaster, readTimeSeries, type TimeSeries } from '../../src/node';
import { sourceOf } from '../../src/data/bytes/source';
import type * as Script from '../../src/script-tag';
import { describeInBrowser, useBrowser } from './harness';

declare const tfjsSequence: typeof Script;

const rows = Array.from(
  { length: 160 },
  (_, t) => `${2026 - 160 + t},${(Math.sin(t / 3) + t / 50).toFixed(4)},${t % 5}`,
);
const csv = `year,price,volume\n${rows.join('\n')}\n`;

async function read(text: string): Promise<TimeSeries> {
  for await (const series of readTimeSeries(sourceOf('pasted.csv', text))) return series;
  throw new Error('no series');
}

describeInBrowser('forecasts in a page', () => {
  const browser = useBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'tfseq-browser-'));
  let address: string;

  beforeAll(async () => {
    address = await browser.serve({ folders: { bundles: folder } });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['segments', 'window'] as const)('%s: a pasted CSV', async (architecture) => {
    const series = await read(csv);
    const model = new Forecaster({
      architecture,
      window: 24,
      horizon: 6,
      hiddenSize: 8,
      epochs: 2,
      calendar: ['month'],
    });
    await model.fit([series], { validation: [{ ...series, start: 120 }] });
    await model.save(join(folder, architecture));
    const expected = await model.predict(series, { horizon: 10 });
    const page = await browser.open(address);
    for (const backend of ['wasm', 'cpu'] as const) {
      const found = await page.evaluate(
        async ({ bundle, backend, text }) => {
          await tfjsSequence.useBackend(backend);
          const model = await tfjsSequence.Forecaster.load(bundle);
          const bytes = new TextEncoder().encode(text);
          const source = {
            name: 'pasted.csv',
            // eslint-disable-next-line @typescript-eslint/require-await -- the contract of a source
            async *open() {
              yield bytes;
            },
          };
          const forecasts = [];
          for await (const series of tfjsSequence.readTimeSeries(source))
            forecasts.push(await model.predict(series, { horizon: 10 }));
          model.dispose();
          return forecasts[0];
        },
        { bundle: `bundles/${architecture}`, backend, text: csv },
      );
      expect(found.times).toEqual(expected.times);
      expect(found.times[0]).toBe('2026');
      for (const [name, { values, intervals }] of Object.entries(expected.columns)) {
        const scale = 1 + Math.max(...values.map(Math.abs));
        values.forEach((value, h) =>
          expect(Math.abs(found.columns[name].values[h] - value)).toBeLessThan(1e-5 * scale),
        );
        const { lower } = found.columns[name].intervals[90];
        lower.forEach((value, h) => expect(Math.abs(value - intervals[90].lower[h])).toBeLessThan(1e-5 * scale));
      }
    }
    model.dispose();
  });
});
