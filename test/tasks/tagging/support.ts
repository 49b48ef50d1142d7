/** Sentences with names in them, and recordings of two hands, small enough to learn in seconds. */
import type { FrameRecording } from '../../../src/data/examples/frames';
import type { TaggedWords } from '../../../src/data/examples/tagged-words';
import { Random } from '../../../src/random';
import type { TaggerOptions } from '../../../tasks/tagging/settings';

const syllables = ['ba', 'ke', 'lo', 'mi', 'nu', 'ra', 'so', 'ti'];

/** Persons end in -n, places in -burg: a word that training never had is known by its letters. */
function name(random: Random, ending: string): string {
  const body = random.choice(syllables) + random.choice(syllables) + ending;
  return body[0].toUpperCase() + body.slice(1);
}

/** IOB2. A person may have two names; `Mr` is not one of them. */
export function sentence(random: Random): TaggedWords {
  const person = Array.from({ length: 1 + random.integer(2) }, () => name(random, 'n'));
  const place = name(random, 'burg');
  const personTags = person.map((_, i) => (i ? 'I-PER' : 'B-PER'));
  if (random.uniform() < 0.5) {
    return {
      words: ['Mr', ...person, 'lives', 'in', place, '.'],
      tags: ['O', ...personTags, 'O', 'O', 'B-LOC', 'O'],
    };
  }
  return { words: ['In', place, ',', ...person, 'sleeps'], tags: ['O', 'B-LOC', 'O', ...personTags, 'O'] };
}

export const sentences = (count: number, seed: number): TaggedWords[] => {
  const random = Random.fromSeed(seed);
  return Array.from({ length: count }, () => sentence(random));
};

export const wordOptions: TaggerOptions = {
  epochs: 6,
  hiddenSize: 12,
  embeddingSize: 8,
  characterSize: 12,
  characterEmbeddingSize: 6,
  batchSize: 8,
  learningRate: 0.02,
  averaging: 0,
  seed: 3,
};

/** Hidden state 0 → 1 → 2 → 0; what is seen of it is noisy, and whether it is 1 or 2 only the past tells. */
export function recording(random: Random, steps: number, recordingName = 'r'): FrameRecording {
  const size = 3;
  const frames = new Float32Array(steps * size);
  const labels: string[] = [];
  let state = 0;
  for (let t = 0; t < steps; t++) {
    if (random.uniform() < 0.12) state = (state + 1) % 3;
    labels.push(['rest', 'left', 'right'][state]);
    frames[t * size] = 10 + (state === 0 ? 2 : -2) + 0.4 * random.normal();
    frames[t * size + 1] = 100 * (state === 2 ? 1 : -1) + 60 * random.normal();
    frames[t * size + 2] = random.normal();
  }
  return { recording: recordingName, frames, steps, size, labels };
}

export const recordings = (count: number, seed: number, steps = 120): FrameRecording[] => {
  const random = Random.fromSeed(seed);
  return Array.from({ length: count }, (_, i) => recording(random.fork(i), steps, `r${i + 1}`));
};

export const frameOptions: TaggerOptions = {
  epochs: 12,
  hiddenSize: 8,
  window: 30,
  context: 5,
  batchSize: 4,
  learningRate: 0.02,
  dropout: 0,
  averaging: 0,
  seed: 3,
};
