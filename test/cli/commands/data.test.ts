import { describeWithData } from '../../support/real-data';
import { tfseq } from '../support';

describe('tfseq data', () => {
  it('lists every data set with its kind and task', async () => {
    const { code, stdout } = await tfseq('data', 'list', '--json');
    expect(code).toBe(0);
    const rows = JSON.parse(stdout) as { name: string; kind: string; task: string }[];
    expect(rows).toContainEqual(expect.objectContaining({ name: 'copy', kind: 'parallel text', task: 'translation' }));
    expect(rows).toContainEqual(expect.objectContaining({ name: 'moving-shapes', kind: 'frames', task: 'tagging' }));
    expect(new Set(rows.map(({ kind }) => kind)).size).toBe(9);
  });

  it.each([
    ['sentiment-sample', ['labelled text', 'train 1,920, validation 240, test 240', '\t']],
    ['reverse', ['parallel text', 'train 8,000, validation 1,000, test 1,000']],
    ['moving-clips', ['labelled frames', 'train 600, validation 100, test 200', ' frames of 256']],
    ['moving-shapes', ['frames', 'train 300, validation 50, test 50', 'train-1\t', ' frames of 256\t']],
  ])('shows %s', async (name, parts) => {
    const { code, stdout } = await tfseq('data', 'show', name);
    expect(code).toBe(0);
    for (const part of parts) expect(stdout).toContain(part);
  });

  it('a document tells the sizes of recordings, not their numbers', async () => {
    const { stdout } = await tfseq('data', 'show', 'moving-shapes', '--json');
    const document = JSON.parse(stdout) as { kind: string; examples: { size: number; labels: string[] }[] };
    expect(document.kind).toBe('frames');
    expect(document.examples[0].size).toBe(256);
    expect(stdout.length).toBeLessThan(5000);
  });

  it.each(['0', '-1', 'soon'])('fetch: a --timeout of %s is refused', async (timeout) => {
    const { code, stderr } = await tfseq('data', 'fetch', 'rt-polarity', '--timeout', timeout);
    expect(code).toBe(2);
    expect(stderr).toContain('a number of seconds above 0');
  });

  it('a name that there is not', async () => {
    const { code, stderr } = await tfseq('data', 'show', 'multi30k-en-ed');
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean multi30k-en-de?');
  });
});

describeWithData('conll2003-ner', () => {
  it('tfseq data show: words with their tags', async () => {
    const { stdout } = await tfseq('data', 'show', 'conll2003-ner');
    expect(stdout).toContain('EU/B-ORG rejects/O German/B-MISC');
  });
});
