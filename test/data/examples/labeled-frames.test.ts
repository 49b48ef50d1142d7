import { sourceOf } from '../../../src/data/bytes/source';
import { checkLabeledFrames, keyOfClip, type LabeledFrames } from '../../../src/data/examples/labeled-frames/example';
import { readClips, readLabeledFrames } from '../../../src/data/examples/labeled-frames/reader';
import type { FrameRowOptions } from '../../../src/data/examples/frame-rows';
import { splitByKey } from '../../../src/data/datasets/splits';
import { labeledFrames, labeledText } from '../../../src/data/kinds';
import { DataError } from '../../../src/errors';

async function read(name: string, text: string, options: FrameRowOptions = {}): Promise<LabeledFrames[]> {
  const all: LabeledFrames[] = [];
  for await (const one of readLabeledFrames(sourceOf(name, text), options)) all.push(one);
  return all;
}

const table = 'recording,who,x,y,label\na,p,1,2,up\na,p,3,4,up\nb,q,5,6,down\n';

describe('recordings with a label', () => {
  it('are read from a table, frame by frame', async () => {
    const [a, b] = await read('a.csv', table, { groupColumn: 'who' });
    expect(a).toMatchObject({ recording: 'a', label: 'up', group: 'p', features: ['x', 'y'], size: 2 });
    expect(Array.from(a.frames as Float64Array)).toEqual([1, 2, 3, 4]);
    expect(b).toMatchObject({ label: 'down', group: 'q' });
  });

  it('are read from JSON, a recording a line, of any length', async () => {
    const text = '{"frames":[[1,2],[3,4]],"label":"up","who":7}\n{"id":"b","frames":[[5,6]],"label":2,"who":"q"}\n';
    const [a, b] = await read('a.jsonl', text, { groupColumn: 'who', recordingColumn: 'id' });
    expect(a).toMatchObject({ label: 'up', group: '7', size: 2, frames: Float64Array.of(1, 2, 3, 4) });
    expect(a.recording).toBeUndefined();
    expect(b).toMatchObject({ recording: 'b', label: '2', group: 'q' });
  });

  it('may stand in JSON frame by frame', async () => {
    const text = '{"recording":"a","frame":[1,2],"label":"up"}\n{"recording":"a","frame":[3,4],"label":"up"}\n';
    expect(await read('a.jsonl', text)).toMatchObject([{ recording: 'a', label: 'up', size: 2 }]);
  });

  it('need no label where a model predicts it', async () => {
    for await (const clip of readClips(sourceOf('a.csv', 'x,y\n1,2\n'), { labels: 'optional' }))
      expect(clip).toMatchObject({ recording: 'a', size: 2 });
  });

  it.each([
    [
      'two labels',
      'a.csv',
      'recording,x,label\na,1,up\na,2,down\n',
      {},
      /line 3 recording a.*"down", and the first one "up"/,
    ],
    ['a gap', 'a.csv', 'recording,x,label\na,,up\n', {}, /line 2 column x .*empty/],
    ['a text', 'a.csv', 'recording,x,label\na,NaN,up\n', {}, /line 2 column x .*"NaN" is no finite number/],
    ['no label', 'a.jsonl', '{"frames":[[1]]}\n', {}, /line 1.*label is undefined/],
    ['no frames', 'a.jsonl', '{"frames":[],"label":"a"}\n', {}, /line 1.*no frames/],
    [
      'frames of two sizes',
      'a.jsonl',
      '{"frames":[[1],[1,2]],"label":"a"}\n',
      {},
      /line 1 frame 2.*2 values.*1, as the first/,
    ],
    ['null in a frame', 'a.jsonl', '{"frames":[[1,null]],"label":"a"}\n', {}, /line 1 frame 1.*value 2 is null/],
    ['an empty array', 'a.json', '[]', {}, /no recordings/],
    [
      'a group that is missing',
      'a.jsonl',
      '{"frames":[[1]],"label":"a"}\n',
      { groupColumn: 'who' },
      /who is undefined/,
    ],
    ['a group that is empty', 'a.csv', 'recording,who,x,label\na,,1,up\n', { groupColumn: 'who' }, /group is missing/],
  ])('%s is refused', async (_, name, text, options, message) => {
    await expect(read(name, text, options)).rejects.toThrow(DataError);
    await expect(read(name, text, options)).rejects.toThrow(message);
  });

  it('a group column that a table does not have is refused with its option', async () => {
    await expect(read('a.csv', table, { groupColumn: 'speaker' })).rejects.toThrow(DataError);
    await expect(read('a.csv', table, { groupColumn: 'speaker' })).rejects.toThrow(/speaker/);
  });

  it('of one group are in one split, of equal values too', () => {
    const clip = (group: string, value: number): LabeledFrames => ({ frames: [[value]], label: 'a', group });
    const list = Array.from({ length: 60 }, (_, i) => clip(`p${i % 12}`, i));
    const { train, validation = [], test = [] } = splitByKey(list, (one) => keyOfClip(one, String));
    const groups = (part: readonly LabeledFrames[]) => new Set(part.map(({ group }) => group));
    expect([train, validation, test].map((part) => groups(part).size)).toEqual([10, 1, 1]);
    expect(new Set([...groups(train), ...groups(validation), ...groups(test)]).size).toBe(12);
    expect(keyOfClip({ frames: [[1], [2]], label: 'a' }, (values) => Array.from(values).join())).toBe('1,2');
  });

  it('are told from texts by the first line', () => {
    for (const line of ['recording,x,label', 'x\tRecording', '{"label":"a","frames":[[1]]}', '[ {"frame": [1]}'])
      expect(labeledFrames.startsLike?.(line)).toBe(true);
    for (const line of ['text,label', '{"text":"frames","label":"a"}'])
      expect(labeledFrames.startsLike?.(line)).toBe(false);
    expect(labeledText.recognizes({ frames: [[1]] })).toBe(false);
  });

  it('in code may be rows or typed arrays', () => {
    expect(() => checkLabeledFrames({ frames: Float32Array.of(1, 2), size: 2, label: 'a' }, 'it')).not.toThrow();
    expect(() => checkLabeledFrames({ frames: [[1, 2]], label: 'a' }, 'it')).not.toThrow();
    expect(() => checkLabeledFrames(null, 'it')).toThrow(DataError);
  });
});
