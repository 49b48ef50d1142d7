import { spawnSync } from 'node:child_process';
import { attentionMap, type ChartSpec, confusionMatrix, timeline, trialsChart } from '../../src/charts';

/** Labels that a tag set, a vocabulary or a hostile bundle may hold. */
const awkward = [
  ...['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'],
  ...['a < b & "c"', "it's", ']]>', 'datum.value', 'a.b[0]', '', ' ', '\\', '${x}'],
  ...['\x1b[31m', '\0', '\x9b2J', 'a\u2028b', '\ufffe', '\ud800', '\u202eabc', 'line\nbreak', '漢字', '👩‍👩‍👧'],
];

/** The packages are ES modules, which jest cannot load. */
const drawing = `
  import * as vega from 'vega';
  import * as vegaLite from 'vega-lite';
  const specs = JSON.parse(process.argv[1]);
  const svgs = specs.map(async (spec) => new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' }).toSVG());
  console.log(JSON.stringify(await Promise.all(svgs)));
`;

function draw(...specs: ChartSpec[]): string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', drawing, JSON.stringify(specs)],
    { encoding: 'utf8', cwd: __dirname },
  );
  expect(stderr).toBe('');
  return JSON.parse(stdout) as string[];
}

const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

it('are drawn for every label, as well-formed SVG that names each of them', () => {
  const cells = awkward.map((_, t) => awkward.map((_, p) => (t === p ? 3 : t % 2)));
  const weights = awkward.map(() => awkward.map(() => 1 / awkward.length));
  const svgs = draw(
    attentionMap({ source: awkward, target: awkward, weights }),
    confusionMatrix(cells, awkward),
    timeline('constructor\x1b', awkward, [...awkward].reverse(), awkward),
  );
  for (const svg of svgs) {
    expect(svg).toMatch(/^<svg .*<\/svg>$/s);
    expect(svg).not.toMatch(/[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|\u2028|\u202e/u);
    expect(svg.replace(/&(amp|lt|gt|quot|#\d+);/g, '')).not.toContain('&');
    for (const name of ['constructor', 'toString', '__proto__', 'a &lt; b &amp; "c"', '\\u001b[31m', 'line\\nbreak']) {
      expect(textsOf(svg)).toContain(name);
    }
  }
  expect(svgs[2]).toContain('>constructor\\u001b<');
});

it('tokens that occur twice have a column and a row each', () => {
  const [svg] = draw(attentionMap({ source: ['a', 'a'], target: ['b', 'b'], weights: [[1, 0], [0, 1]] })); // prettier-ignore
  expect(textsOf(svg).filter((text) => text === 'a')).toHaveLength(2);
  expect(textsOf(svg).filter((text) => text === 'b')).toHaveLength(2);
});

it.each([
  [10, { scheme: 'tableau10' }],
  [11, { scheme: 'tableau20' }],
])('%d labels have colours of their own', (count, expected) => {
  expect(JSON.stringify(timelineOf(count))).toContain(JSON.stringify(expected).slice(1, -1));
});

it('more labels than a scheme has colours too', () => {
  const colours = JSON.stringify(timelineOf(40)).match(/hsl\([^)]*\)/g);
  expect(new Set(colours).size).toBe(40);
});

function timelineOf(count: number) {
  const labels = Array.from({ length: count }, (_, k) => `l${k}`);
  return timeline('r', labels, labels, labels);
}

it('trials of a search: a point each, the chosen one, the best so far, and lines to compare with', () => {
  const trials = awkward.map((settings, i) => ({ number: i + 1, seconds: 3 * i, value: (i % 5) / 5, epochs: 1 + (i % 3), settings })); // prettier-ignore
  const spec = trialsChart({ metric: 'accuracy', mode: 'max', trials, chosen: 5, lines: { '__proto__ <b>': 0.3, '': 0.1 } }); // prettier-ignore
  const [svg] = draw(spec);
  expect(svg).toMatch(/^<svg .*<\/svg>$/s);
  expect(textsOf(svg)).toEqual(expect.arrayContaining(['__proto__ &lt;b&gt;', 'seconds of the search', 'epochs']));
  const values = (spec.layer as { data: { values: { value: number; number?: number }[] } }[]).map(
    ({ data }) => data.values,
  );
  expect(values[2].map(({ value }) => value).slice(0, 6)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 0.8]);
  expect(values[4]).toEqual([expect.objectContaining({ number: 5 })]);
  const lowest = trialsChart({ metric: 'loss', mode: 'min', trials, chosen: 1, lines: {} });
  expect((lowest.layer as (typeof spec)[])[2]).toHaveProperty('data.values.4.value', 0);
});
