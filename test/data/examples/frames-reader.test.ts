import { gzipSync } from 'node:zlib';

import { type FrameRowOptions, readFrameRows } from '../../../src/data/examples/frame-rows';
import { readFrames } from '../../../src/data/examples/frames-reader';
import { sourceOf } from '../../../src/data/bytes/source';
import { toArray } from '../../../src/data/datasets/splits';
import { ConfigError, DataError } from '../../../src/errors';

const read = (name: string, content: string | Uint8Array, options?: FrameRowOptions) =>
  toArray(readFrames(sourceOf(name, content), options));
const csv = 'recording,x,y,label\na,1,-0.5,up\na,2,1e-3,down\nb,3,.25,up\n';

describe('readFrames', () => {
  const expected = [
    {
      recording: 'a',
      frames: Float64Array.of(1, -0.5, 2, 1e-3),
      ...{ steps: 2, size: 2, labels: ['up', 'down'], features: ['x', 'y'], where: 'f.csv line 2', lines: [2, 3] },
    },
    {
      recording: 'b',
      frames: Float64Array.of(3, 0.25),
      ...{ steps: 1, size: 2, labels: ['up'], features: ['x', 'y'], where: 'f.csv line 4', lines: [4] },
    },
  ];

  test('CSV by header: recordings, features, labels', async () => {
    expect(await read('f.csv', csv)).toEqual(expected);
    expect(await read('f.csv', gzipSync(csv.replaceAll('\n', '\r\n')))).toEqual(expected);
  });

  test('JSON Lines', async () => {
    const lines =
      '{"recording":"a","frame":[1,-0.5],"label":"up"}\n{"recording":"a","frame":[2,0.001],"label":"down"}\n' +
      '{"recording":"b","frame":[3,0.25],"label":"up"}';
    const found = await read('f.jsonl', lines);
    const places = ['f.jsonl line 1', 'f.jsonl line 3'];
    expect(found).toEqual(
      expected.map(({ recording, frames, steps, size, labels }, i) => {
        return { recording, frames, steps, size, labels, where: places[i], lines: i ? [3] : [1, 2] };
      }),
    );
  });

  test('columns by name; without a recording the file is one; a column that is no feature', async () => {
    const content = 'Time\tright\tleft\tPHASE\n7\t1\t2\trest\n8\t3\t4\trest\n';
    const [one, ...rest] = await read('data/c3.tsv.gz', gzipSync(content), { ignoreColumns: ['time'] });
    expect(rest).toEqual([]);
    expect(one).toMatchObject({ recording: 'c3', features: ['right', 'left'], labels: ['rest', 'rest'] });
    const chosen = await read('c3.tsv', content, { featureColumns: ['left', 'right'] });
    expect([...chosen[0].frames]).toEqual([2, 1, 4, 3]);
    const turned = await read('c3.tsv', content, { labelColumn: 'right', recordingColumn: 'phase' });
    expect(turned[0]).toMatchObject({ recording: 'rest', features: ['Time', 'left'], labels: ['1', '3'] });
  });

  test('without labels, if they are optional', async () => {
    const [unlabelled] = await read('f.csv', 'x,y\n1,2\n', { labels: 'optional' });
    expect(unlabelled).toMatchObject({ labels: [], features: ['x', 'y'] });
    const [labelled] = await read('f.csv', csv, { labels: 'optional' });
    expect(labelled.labels).toEqual(['up', 'down']);
    const [json] = await read('f.jsonl', '{"frame":[1,2]}', { labels: 'optional' });
    expect(json).toMatchObject({ recording: 'f', labels: [] });
  });

  test('frames come one by one, while the file is being written', async () => {
    let written = 0;
    const chunks = ['x,label\n1,a\n', '2,b\n', '3,c\n'];
    const source = {
      name: 'stdin',
      // eslint-disable-next-line @typescript-eslint/require-await -- the contract is an async iterable
      async *open() {
        for (const chunk of chunks) {
          written++;
          yield new TextEncoder().encode(chunk);
        }
      },
    };
    const seen: [string | undefined, number][] = [];
    for await (const { label } of readFrameRows(source, { format: 'csv' })) seen.push([label, written]);
    expect(seen).toEqual([['a', 1], ['b', 2], ['c', 3]]); // prettier-ignore
  });

  const row = (cells: string) => `recording,x,y,label\na,0,0,up\na,${cells}\n`;
  test.each<[string, string, string, RegExp]>([
    ['a word', 'f.csv', row('abc,1,up'), /f\.csv line 3 column x \(recording a, frame 2\): "abc" is no finite number/],
    ['NaN', 'f.csv', row('1,NaN,up'), /line 3 column y \(recording a, frame 2\): "NaN" is no/],
    ['infinity', 'f.csv', row('1,inf,up'), /column y .*"inf" is no finite/],
    ['too large for 32 bits', 'f.csv', row('1e39,1,up'), /column x .*"1e39" is no finite/],
    ['hexadecimal', 'f.csv', row('0x10,1,up'), /column x .*"0x10" is no finite/],
    ['an empty cell', 'f.csv', row('1,,up'), /column y .*the cell is empty/],
    ['no label', 'f.csv', row('1,1,'), /f\.csv line 3: the label is missing/],
    ['another width', 'f.csv', row('1,up'), /f\.csv line 3: the row has 3 cells/],
    ['no name', 'f.csv', 'recording,x,label\n ,1,up\n', /line 2: the name of the recording is empty/],
    ['frames apart', 'f.csv', `${csv}a,4,4,up\n`, /f\.csv line 5: recording a goes on here/],
    ['no label column', 'f.csv', 'x,y\n1,2\n', /0 columns named label or class or phase/],
    ['header only', 'f.csv', 'x,label\n', /the file holds no frames/],
    ['JSON: NaN', 'f.jsonl', '{"frame":[1,null],"label":"a"}', /line 1 value 2 \(recording f, frame 1\): null is no/],
    ['JSON: another width', 'f.jsonl', '{"frame":[1],"label":"a"}\n{"frame":[1,2],"label":"a"}', /line 2: .*2 values/],
    ['JSON: no frame', 'f.jsonl', '{"label":"a"}', /f\.jsonl line 1: frame is undefined/],
    ['JSON: no label', 'f.jsonl', '{"frame":[1]}', /line 1: the label is missing/],
  ])('bad input: %s', async (_, name, content, message) => {
    const reading = read(name, content);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
  });

  describe('of many rows that cannot be used', () => {
    const bad = Array.from({ length: 12 }, (_, i) => `a,${i},1,\n`).join('');
    const content = `${csv}${bad}c,abc,1,up\nc,1,up\n,1,1,up\nd,1,1,up\n`;
    const all =
      /^f\.csv: 15 of 19 frames cannot be used: line 5: the label is missing; line 6: .*; line 14: the label is missing; and 5 more\. Expected a label for every frame\. Correct or remove them; if a column is no feature, name it in ignoreColumns\.$/;

    test('the first ten are listed with their number, at the end of the file', async () => {
      await expect(read('f.csv', content)).rejects.toThrow(all);
      const few = read('f.csv', `${csv}c,abc,1,up\nc,1,up\nc,,1,\nc,1,1,\n,1,1,up\n`);
      await expect(few).rejects.toThrow(
        'f.csv: 5 of 8 frames cannot be used: line 5 column x (recording c, frame 1): "abc" is no finite number; ' +
          'line 6: the row has 3 cells: "c,1,up"; line 7 column x (recording c, frame 2): the cell is empty; ' +
          'line 8: the label is missing; line 9: the name of the recording is empty. ' +
          'Expected a number such as -0.25 or 1e-3; 4, as in the first row; a label for every frame; a name for every frame.',
      );
    });

    test('no recording is given from the first one on', async () => {
      const seen: string[] = [];
      const reading = async () => {
        for await (const { recording } of readFrames(sourceOf('f.csv', content))) seen.push(recording);
      };
      await expect(reading()).rejects.toThrow(DataError);
      expect(seen).toEqual(['a']); // b ends after it
    });

    test('JSON Lines, broken JSON among them', async () => {
      const lines =
        '{"frame":[1],"label":"a"}\n{"frame":[1]}\n{"frame":\n{"frame":[null],"label":"a"}\n{"label":"a"}\n';
      await expect(read('f.jsonl', lines)).rejects.toThrow(
        /^f\.jsonl: 4 of 5 frames cannot be used: line 2: the label is missing; line 3: .*; line 4 value 1 .*: null is no finite number; line 5: frame is undefined/,
      );
    });

    test('what is still written to is refused at the first', async () => {
      let written = 0;
      const open = async function* () {
        for (const chunk of ['x,label\n1,a\n', 'b,b\n', '3,\n']) {
          written++;
          yield await Promise.resolve(new TextEncoder().encode(chunk));
        }
      };
      const live = { name: 'stdin', open, isLive: true };
      const refusal = /^stdin line 3 column x \(recording stdin, frame 2\): "b" is no finite number/;
      await expect(toArray(readFrames(live, { format: 'csv' }))).rejects.toThrow(refusal);
      expect(written).toBe(2);
      written = 0;
      await expect(toArray(readFrameRows({ name: 'stdin', open }, { format: 'csv' }))).rejects.toThrow(refusal);
      expect(written).toBe(2);
    });
  });

  test('bad options', async () => {
    await expect(read('f.txt', csv)).rejects.toThrow(ConfigError);
    await expect(read('f.csv', 'recording,label\na,up\n')).rejects.toThrow(/no column is left for the features/);
    await expect(read('f.csv', csv, { ignoreColumns: ['time'] })).rejects.toThrow(/named time.*ignoreColumns/);
    await expect(read('f.csv', csv, { featureColumns: ['z'] })).rejects.toThrow(/named z.*featureColumns/);
  });
});

describe('names of columns', () => {
  const read = (content: string, options?: FrameRowOptions) => toArray(readFrames(sourceOf('f.csv', content), options));
  const header = 'recording,t,T,label\n';
  const rows = 'a,1,10,up\na,2,20,down\n';

  test('two that differ in case are two: a name means the one that is written so', async () => {
    const [both] = await read(header + rows);
    expect(both).toMatchObject({ features: ['t', 'T'], size: 2 });
    const again = await read(header + rows, { featureColumns: both.features });
    expect(again).toEqual([both]);
    expect(await read(header + rows, { ignoreColumns: ['t'] })).toMatchObject([{ features: ['T'] }]);
    expect(await read(header + rows, { featureColumns: ['T', 't'] })).toMatchObject([
      { features: ['T', 't'], frames: Float64Array.of(10, 1, 20, 2) },
    ]);
  });

  test('else case does not matter, and columns have the names that they were asked for by', async () => {
    const [one] = await read('RECORDING,Temp,Label\na,1,up\n', { featureColumns: ['temp'] });
    expect(one).toMatchObject({ recording: 'a', features: ['temp'], labels: ['up'] });
  });

  test('one column for two names, and two columns of one name, are refused', async () => {
    await expect(read('T,label\n1,up\n', { featureColumns: ['t', 'T'] })).rejects.toThrow(
      /f\.csv line 1: the column "T" would be read for t and T/,
    );
    await expect(read('x,x,label\n1,2,up\n')).rejects.toThrow(/f\.csv line 1: .*two features named x/);
    await expect(read('x,x,label\n1,2,up\n', { ignoreColumns: ['x'] })).rejects.toThrow(/2 columns named x/);
  });
});
