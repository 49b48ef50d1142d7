/** A tag for every word of a sentence. */
import * as tf from '@tensorflow/tfjs';
import { type SequenceTagger, wordTagger } from '../../../models/sequence-tagger/sequence-tagger';
import type { WordBatch, WordEmbedderConfig } from '../../../models/embedders/words';
import { locationOfWord } from '../../../src/data/examples/tagged-words';
import { ConfigError } from '../../../src/errors';
import { repairTags } from '../../../src/text/tag-schemes';
import { wordCases } from '../../../src/text/words/word-shape';
import { type GivenVectors, type WordFeatures } from '../../inputs/word-features';
import { SentenceInput } from '../../inputs/words';
import { JoinedPreprocessor } from '../../joined-preprocessor';
import { TagPredictor } from '../../targets/tag-predictor';
import { TagTarget } from '../../targets/tags';
import { reportCoverage } from '../../pretraining/coverage';
import type { TaskStart } from '../../pretraining/pretrained';
import { startFrom } from '../../pretraining/start';
import type { Task } from '../../task';
import { adviseOnWords } from './advice';
import { wordBaselines } from './baselines';
import { taggerSettings, taggingKinds } from '../settings';
import { inferWordOptions } from './inferred';
import { wordPrediction, wordPredictionMetrics } from './predictions';
import { wordsSpace } from './search-space';
import { parseWords, type WordsConfig } from './settings';
import type { WordsPreprocessor, WordTaggingTypes } from './types';

/** What a tagger begins with beside its examples. */
export interface TaggingStart {
  /** Given word vectors. */
  vectors?: GivenVectors;
  /** A language model. */
  start?: TaskStart;
}

export const wordTagging = ({ vectors, start }: TaggingStart = {}): Task<WordTaggingTypes, WordsPreprocessor> => ({
  name: 'tagging',
  className: 'Tagger',
  monitor: ({ scheme }) => ({ metric: scheme === 'none' ? 'accuracy' : 'spanF1', mode: 'max' }),
  kinds: taggingKinds,
  prediction: () => 'tags',
  trueLabels: ({ tags }, { scheme, repairTags: repair }) =>
    scheme !== 'none' && repair ? repairTags(tags, scheme).tags : tags,
  predictedLabels: ({ words }) => words.map(({ tag }) => tag),
  fitFiles: [
    { name: 'vectors', help: 'word vectors as text (GloVe, fastText); needed again to resume' },
    { name: 'init', form: 'bundle', help: 'start from this language model (a bundle); needed again to resume' },
  ],
  commandExamples: ['train tagging --data conll2003-ner --out runs/names --vectors glove.txt'],
  settings: taggerSettings,
  parseConfig: parseWords,
  searchSpace: wordsSpace,
  inferredSettings: ['batchSize', 'epochs', 'input', 'vectorSize'],
  inferOptions(sentences, options, note) {
    const { vectorSize } = parseWords(options);
    if (vectorSize && vectorSize !== vectors?.dimension) throw otherVectorSize(vectorSize, vectors);
    return inferWordOptions(sentences, options, { vectorSize: vectors?.dimension ?? 0, note });
  },
  fitPreprocessor(examples, config) {
    const { scheme, learntScheme, repairTags: repair } = config;
    const target = TagTarget.fit(
      examples.map((example) => example.tags),
      { scheme, learntScheme, repair },
      (n, t) => locationOfWord(examples[n], t),
    );
    const words = examples.map((example) => example.words);
    const options = { ...config, ...batchOptions(config), first: start?.pretrained.tokens };
    const input = SentenceInput.fit(words, options, vectors);
    reportCoverage(start, input.features.words, 'Tagger.fit');
    return joined(input, target);
  },
  restorePreprocessor: (json, config) =>
    joined(SentenceInput.fromJSON(json, batchOptions(config), vectors), TagTarget.fromJSON(json)),
  createPredictor(config, { input, target }, random) {
    const { features } = input;
    const embedder = embedderOf(config, features);
    const crf = config.output === 'crf' ? { legal: target.legal() } : undefined;
    const network = wordTagger({ ...config, embedder, tags: target.labels.length, crf }, random);
    if (start) startFrom(start.pretrained, network.parameters());
    if (features.vectors?.vectors) fillVectors(network, features.vectors.vectors, features.vectors.dimension);
    const isKnown = (word: string) => features.has(word);
    return new TagPredictor<WordTaggingTypes, WordBatch>(
      {
        network,
        input,
        target,
        prediction: (encoded, ids, probabilities) => wordPrediction(target, encoded, ids, probabilities),
        metrics: (encoded, predictions) => wordPredictionMetrics(target, isKnown, encoded, predictions),
      },
      config,
    );
  },
  baselines: (train, test, preprocessor) => wordBaselines(preprocessor, train, test),
  advise: adviseOnWords,
});

const joined = (input: SentenceInput, target: TagTarget): WordsPreprocessor =>
  new JoinedPreprocessor(input, target, (example, place) => {
    const where = example.where ?? place;
    const { words, tags } = example;
    const locate = (step?: number) => (step === undefined ? where : locationOfWord({ ...example, where }, step));
    return { input: { words }, target: tags, locate };
  });

const batchOptions = ({ wordDropout, characters, caseSize }: WordsConfig) => ({
  wordDropout,
  hasCharacters: characters !== 'none',
  hasCases: caseSize > 0,
});

function embedderOf(config: WordsConfig, { words, endings, characters, vectors }: WordFeatures): WordEmbedderConfig {
  const { embeddingSize, caseSize, suffixSize, characters: encoder } = config;
  const features = [
    ...(caseSize ? [{ name: 'case', count: wordCases.length + 1, size: caseSize }] : []),
    ...(endings ? [{ name: 'ending', count: endings.size, size: suffixSize }] : []),
  ];
  const letters = {
    vocabularySize: characters.size,
    embeddingSize: config.characterEmbeddingSize,
    size: config.characterSize,
  };
  return {
    vocabularySize: words.size,
    embeddingSize,
    features,
    ...(vectors && { vectors: { count: vectors.words.length + 1, size: vectors.dimension } }),
    ...(encoder !== 'none' && { characters: { ...letters, encoder } }),
  };
}

/** Row 0 is for words without one. */
function fillVectors(network: SequenceTagger<WordBatch>, values: Float32Array, size: number): void {
  const [{ variable }] = network.frozen();
  const rows = new Float32Array(values.length + size);
  rows.set(values, size);
  tf.tidy(() => variable.assign(tf.tensor(rows, variable.shape)));
}

const otherVectorSize = (size: number, vectors: GivenVectors | undefined) =>
  new ConfigError({
    where: 'Tagger.fit',
    problem: `vectorSize is ${size}, and ${vectors ? `the given vectors have ${vectors.dimension} numbers` : 'no vectors are given'}`,
    expected: vectors ? String(vectors.dimension) : 'word vectors',
    fix: 'Leave vectorSize out, and give a file of word vectors (vectors, --vectors): it says their size',
  });
