/** Series on the command line: a file is continued under its own names, drawn, searched for anomalies, backtested. */
import { existsSync, readFileSync } from 'node:fs';
import { outcomeOf, startProgram, temporaryFolder, tfseq } from '../support';

/** The packages that draw are ES modules, which a process of its own can load. */
const inProcess = (...args: string[]) => outcomeOf(startProgram(...args));

const { place, write } = temporaryFolder();

const HOUR = 3_600_000;
const timeOf = (t: number) => new Date(Date.UTC(2026, 0, 1) + t * HOUR).toISOString().slice(0, 16).replace('T', ' ');
const holiday = (t: number) => Number(Math.floor(t / 24) % 7 === 6);
const row = (t: number, load: string) => `${timeOf(t)},${load},${holiday(t)}`;
const loadOf = (t: number) => (50 + 10 * Math.sin((2 * Math.PI * t) / 24) + ((t * 7919) % 13) / 13).toFixed(3);
const span = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const table = (lines: readonly string[]) => `time,load,holiday\n${lines.join('\n')}\n`;

const known = span(0, 240).map((t) => row(t, loadOf(t)));
const file = write('load.csv', table(known));
const withFuture = write('history.csv', table([...known, ...span(240, 252).map((t) => row(t, ''))]));
const settings = ['hiddenSize=4', 'epochs=2', 'window=24', 'horizon=6', 'segmentLength=6'];
const out = place('model');

beforeAll(async () => {
  const trained = await tfseq('train', 'forecasting', '--data', file, '--future-columns', 'holiday', '--out', out, '--set', ...settings); // prettier-ignore
  expect(trained.code).toBe(0);
  expect(trained.stderr).toMatch(/a row every hour/);
  expect(trained.stdout).toMatch(/seasonal naive \(24\)/);
}, 120_000);

it('continues a file under the names of its columns, with intervals, and marks rows beyond the horizon of training', async () => {
  const [csv, svg] = [place('forecast.csv'), place('forecast.svg')];
  const { code, stderr } = await inProcess(
    'predict',
    out,
    '--data',
    withFuture,
    '--horizon',
    '10',
    '--out',
    csv,
    '--plot',
    svg,
  );
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/first 6 are beyond/) as string });
  const lines = readFileSync(csv, 'utf8').trim().split('\n');
  expect(lines[0]).toBe('time,load,load-lo-90,load-hi-90,recursive');
  expect(lines).toHaveLength(11);
  expect(lines[1]).toMatch(/^2026-01-11 00:00,[\d.]+,[\d.]+,[\d.]+,no$/);
  expect(lines[10]).toMatch(/^2026-01-11 09:00,.*,yes$/);
  expect(readFileSync(svg, 'utf8')).toMatch(/^<svg/);
});

it('names the hours for which what is known in advance is missing', async () => {
  const { code, stderr } = await tfseq('predict', out, '--data', withFuture, '--horizon', '20');
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/holiday is missing for 8 rows: 2026-01-11 12:00 to 2026-01-11 19:00/);
});

it('forecasts rows that are known; as JSON', async () => {
  const { stdout } = await tfseq('predict', out, '--data', file, '--holdout', '4', '--json');
  const [forecast] = JSON.parse(stdout) as [{ times: string[]; columns: { load: { values: number[] } } }];
  expect(forecast.times[0]).toBe(timeOf(236));
  expect(forecast.columns.load.values).toHaveLength(4);
});

it('lists rows that no interval holds', async () => {
  const spiked = known.map((line, t) => (t === 150 ? row(t, '99') : line));
  const { code, stdout } = await tfseq('predict', out, '--data', write('spiked.csv', table(spiked)), '--anomalies');
  expect(code).toBe(0);
  expect(stdout.split('\n')[0]).toBe('series\ttime\tcolumn\tvalue\tforecast\tlower\tupper\tscore');
  expect(stdout).toMatch(new RegExp(`${timeOf(150)}\tload\t99\t`));
});

it('backtests: a table and a picture of the error by row ahead; also from settings alone', async () => {
  const picture = place('errors.svg');
  const { code, stdout } = await inProcess('backtest', out, '--data', file, '--future-columns', 'holiday', '--origins', '3', '--plot', picture); // prettier-ignore
  expect(code).toBe(0);
  expect(stdout).toMatch(/3 origins from 2026-01-10 06:00 to 2026-01-10 18:00, 6 rows each, one model for all/);
  expect(stdout).toMatch(/ridge on the window/);
  expect(existsSync(picture)).toBe(true);
  const config = write('settings.json', JSON.stringify({ hiddenSize: 4, epochs: 1, window: 24, horizon: 6 }));
  const fresh = await tfseq('backtest', '--config', config, '--data', file, '--future-columns', 'holiday', '--origins', '2', '--json'); // prettier-ignore
  expect(JSON.parse(fresh.stdout)).toMatchObject({ refit: true, horizon: 6, origins: [timeOf(228), timeOf(234)] });
});

it('refuses what does not fit', async () => {
  const bad = async (...args: string[]) => (await tfseq(...args)).stderr;
  expect(await bad('predict', 'sentiment-sample', 'x', '--holdout', '3')).toMatch(/--holdout is for series/);
  expect(await bad('predict', out, '--data', file, '--plot', 'a.bmp')).toMatch(/expected .svg or .png/i);
  expect(await bad('predict', out, '--data', file, '--series', 'other')).toMatch(/no series "other"/);
  expect(await bad('predict', out, '--data', file, '--horizon', '0')).toMatch(/horizon is 0/);
  expect(await bad('backtest', '--data', file)).toMatch(/neither a model nor --config/);
  expect(await bad('backtest', out, '--data', file, '--origins', 'many')).toMatch(/--origins is "many"/);
  const other = write('other.csv', 'time,heat,holiday\n2026-01-01,1,0\n2026-01-02,1,0\n');
  expect(await bad('predict', out, '--data', other)).toMatch(/heat were not there in training/);
});
