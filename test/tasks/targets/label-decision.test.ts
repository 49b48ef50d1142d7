/** Which label is predicted where one has most of the training data: a correction that costs no accuracy, or none. */
import { Random } from '../../../src/random';
import { LabelDecision, type LabelledProbabilities } from '../../../tasks/targets/label-decision';

/** 900 of label 0 to 100 of label 1; rare ones have 0.3 to 0.6 of the probability, frequent ones 0 to 0.3. */
function skewed(count: number, seed = 1): LabelledProbabilities[] {
  const random = Random.fromSeed(seed);
  return Array.from({ length: count }, (_, n) => {
    const isRare = n % 10 === 0;
    const rare = isRare ? random.uniform(0.3, 0.6) : random.uniform(0, 0.3);
    return { probabilities: [1 - rare, rare], truth: [Number(isRare)] };
  });
}

it('without a correction the most probable label is predicted, the first of equal ones', () => {
  const decision = new LabelDecision([900, 100]);
  expect(decision.strength).toBe(0);
  expect([...decision.bestOfEach([0.6, 0.4, 0.5, 0.5, 0.2, 0.8])]).toEqual([0, 0, 1]);
  expect(decision.toJSON()).toEqual({});
});

it('with one, probabilities count by the shares of the labels', () => {
  const decision = new LabelDecision([900, 100]);
  decision.strength = 1; // 0.1 of the probability is as much as 0.9
  expect([...decision.bestOfEach([0.91, 0.09, 0.89, 0.11])]).toEqual([0, 1]);
  decision.strength = 0.5; // a third
  expect([...decision.bestOfEach([0.76, 0.24, 0.74, 0.26])]).toEqual([0, 1]);
  expect(decision.toJSON()).toEqual({ priorCorrection: 0.5 });
});

describe('fit', () => {
  const fitted = (counts: number[], examples: readonly LabelledProbabilities[]) => {
    const decision = new LabelDecision(counts);
    decision.fit(examples);
    return decision;
  };

  it('takes the correction that finds rare labels, in a recording as in examples one by one', () => {
    const examples = skewed(400);
    const decision = fitted([900, 100], examples);
    const strength = decision.strength;
    expect(strength).toBeGreaterThan(0.1);
    const right = examples.filter(({ probabilities, truth }) => decision.best(probabilities) === truth[0]).length;
    expect(right).toBeGreaterThan(380); // 390 with all rare ones found; 374 without a correction
    const recording = {
      probabilities: examples.flatMap(({ probabilities }) => Array.from(probabilities)),
      truth: examples.map(({ truth }) => truth[0]),
    };
    expect(fitted([900, 100], [recording]).strength).toBe(strength);
  });

  it('none without a majority in training: 70 %, or five times an equal share', () => {
    expect(fitted([600, 400], skewed(400)).strength).toBe(0);
    expect(new LabelDecision([600, 400]).hasMajority).toBe(false);
    expect(new LabelDecision([71, 29]).hasMajority).toBe(true);
    expect(new LabelDecision([47, ...new Array<number>(17).fill(3)]).hasMajority).toBe(true);
    expect(new LabelDecision([22, ...new Array<number>(5).fill(16)]).hasMajority).toBe(false);
  });

  it('none where accuracy would fall, on the examples or by the probabilities', () => {
    const wrong = skewed(400).map(({ probabilities }) => ({ probabilities, truth: [0] }));
    expect(fitted([900, 100], [...wrong, ...skewed(20)]).strength).toBe(0);
    const costly = Array.from({ length: 100 }, (_, n) => ({ probabilities: [0.7, 0.3], truth: [Number(n > 40)] }));
    expect(fitted([900, 100], costly).strength).toBe(0); // would be right, and 0.4 less probable
  });

  it('by another criterion: macro-F1 alone gives up accuracy for it', () => {
    const examples = skewed(400).map(({ probabilities: p, truth }) => ({
      probabilities: [p[0] + p[1] / 3, (2 * p[1]) / 3],
      truth,
    }));
    const right = (decision: LabelDecision) =>
      examples.filter(({ probabilities, truth }) => decision.best(probabilities) === truth[0]).length;
    const [careful, greedy] = [new LabelDecision([900, 100]), new LabelDecision([900, 100])];
    careful.fit(examples);
    greedy.fit(examples, { fewerRight: true, cost: 1 });
    expect(greedy.strength).toBeGreaterThan(careful.strength);
    expect(right(careful)).toBeGreaterThanOrEqual(360); // as without a correction
  });

  it('none for examples of one label, equal probabilities everywhere, or no examples', () => {
    const ofOne = skewed(200).filter(({ truth }) => truth[0] === 0);
    expect(fitted([900, 100], ofOne).strength).toBe(0);
    const ties = skewed(200).map(({ truth }) => ({ probabilities: [0.5, 0.5], truth }));
    expect(fitted([900, 100], ties).strength).toBe(0);
    expect(fitted([900, 100], []).strength).toBe(0);
  });

  it('forgets an earlier correction', () => {
    const decision = fitted([900, 100], skewed(400));
    decision.fit([]);
    expect(decision.strength).toBe(0);
  });
});
