/** Baselines on real data reach the figures that independent programs measured. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { FrequentTag } from '../../src/baselines/frequent-tag';
import { LinearFrames } from '../../src/baselines/linear/frames';
import { classReport } from '../../src/metrics/class-report';
import { mostProbable } from '../../src/metrics/classification';
import { tokenAccuracy } from '../../src/metrics/sequence-accuracy';
import { describeWithData } from '../support/real-data';

describeWithData('ud-english-ewt', (treebank) => {
  const read = (split: string) =>
    gunzipSync(readFileSync(join(treebank, `en_ewt-ud-${split}.conllu.gz`)))
      .toString()
      .trim()
      .split('\n\n')
      .map((block) => {
        const rows = block.split('\n').filter((line) => /^\d+\t/.test(line));
        const columns = rows.map((line) => line.split('\t'));
        return { tokens: columns.map((row) => row[1]), tags: columns.map((row) => row[3]) };
      });

  it('the most frequent tag per word, without and with endings', () => {
    const train = read('train');
    const test = read('test');
    const tags = [...new Set(train.flatMap((sentence) => sentence.tags))];
    const ids = (sentence: { tags: string[] }) => sentence.tags.map((tag) => tags.indexOf(tag));
    const accuracy = (longestSuffix: number) => {
      const baseline = new FrequentTag({ longestSuffix });
      baseline.fit(
        train.map((sentence) => ({ tokens: sentence.tokens, labels: ids(sentence) })),
        tags.length,
      );
      return tokenAccuracy(
        test.map(ids),
        test.map(({ tokens }) => baseline.predict(tokens)),
      );
    };
    expect(accuracy(0)).toBeCloseTo(0.881, 3);
    expect(accuracy(5)).toBeGreaterThan(0.894);
  });
});

describeWithData('gesture-phase', (gestures) => {
  const phases = ['D', 'P', 'S', 'H', 'R'];
  const rows = (name: string) =>
    readFileSync(join(gestures, name), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(','));

  /** Velocities, and coordinates from which the recording's own mean is taken; they begin 4 frames earlier. */
  const read = (name: string) => {
    const velocities = rows(`${name}_va3.csv`);
    const coordinates = rows(`${name}_raw.csv`)
      .slice(4, 4 + velocities.length)
      .map((row) => row.slice(0, 18).map(Number));
    const means = coordinates[0].map((_, c) => coordinates.reduce((sum, row) => sum + row[c], 0) / coordinates.length);
    const frames = velocities.flatMap((row, t) => [
      ...row.slice(0, 32).map(Number),
      ...coordinates[t].map((x, c) => x - means[c]),
    ]);
    return { frames: Float32Array.from(frames), labels: velocities.map((row) => phases.indexOf(row[32])) };
  };

  it('linear on the frame', () => {
    const baseline = new LinearFrames();
    const test = read('c3');
    baseline.fit(['a1', 'a2', 'b1', 'b3', 'c1'].map(read), 50, 5);
    const { accuracy, macroF1 } = classReport(test.labels, mostProbable(baseline.predict(test.frames), 5), phases);
    expect(accuracy).toBeCloseTo(0.571, 3);
    expect(macroF1).toBeCloseTo(0.498, 2.5);
  });
});
