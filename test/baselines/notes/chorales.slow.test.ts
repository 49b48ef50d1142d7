/** Baselines of music on real data, beside what independent programs measured (11.06 and, of another regression, 8.88). */
import { existsSync, readFileSync } from 'node:fs';
import { noteBaselines, type NotePredictor } from '../../../src/baselines/notes/note-probabilities';
import { describeWithData } from '../../support/real-data';

describeWithData('jsb-chorales/jsb-chorales-quarter.json', (file) => {
  const data = JSON.parse(existsSync(file) ? readFileSync(file, 'utf8') : '{}') as Record<string, number[][][]>;
  const keysOf = (piece: number[][]) => {
    const keys = new Uint8Array(piece.length * 88);
    piece.forEach((step, t) => step.forEach((pitch) => (keys[t * 88 + pitch - 21] = 1)));
    return keys;
  };

  it('independent notes and the regression', () => {
    const [train, test] = [data.train.map(keysOf), data.test.map(keysOf)];
    const { independent, linear } = noteBaselines(train, 88);
    const nats = (predict: NotePredictor) => {
      let [sum, steps] = [0, 0];
      for (const piece of test) {
        predict(piece).forEach((p, i) => (sum -= Math.log(piece[i + 88] === 1 ? p : 1 - p)));
        steps += piece.length / 88 - 1;
      }
      return sum / steps;
    };
    expect(nats(independent)).toBeCloseTo(11.06, 1);
    expect(nats(linear)).toBeLessThan(9.05);
  });
});
