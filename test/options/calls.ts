/** Every function of the public API that takes options, called with given ones beside what it needs. */
import * as tf from '@tensorflow/tfjs';
import * as api from '../../src/node';
import { TextStream } from '../../tasks/language-model/text-stream';
import { toyDecoder } from '../support/toy-decoder';

type Call = (options: never) => unknown;

const { decoding, metrics, training } = api;
const random = () => api.Random.fromSeed(1);
const source = api.sourceOf('a.tsv', 'text\tlabel\na b\tx\n');
const cell = () => api.lstm({ hiddenSize: 2 });
const decoder = toyDecoder({ vocabularySize: 4 });
const start = () => decoder.start(['a']);
const noLayers = { recurrent: [] };
const noTargets = { targets: new Int32Array(1) };
const nothing = {} as never;
const kaldi = (options: object | null) =>
  (options && { ...api.audio.audioConfig('kaldi', { rate: 8000 }), ...options }) as never;
const run = { weights: {} } as never;
const textStream = () => {
  const stepper = { reset: () => {}, state: [], dispose: () => {} };
  const preprocessor = { labels: [], vocabulary: { size: 4 }, running: { writer: () => ({ fork: () => ({}) }) } };
  return new TextStream({ preprocessor, makeStepper: () => stepper, isCurrent: () => true } as never);
};
const lstmLayer = () => new api.LSTM({ units: 1 });

/** Before `ready`: options are checked before the model is. */
const models = {
  SentimentClassifier: () => new api.SentimentClassifier() as api.AnyTaskModel,
  Classifier: () => new api.Classifier() as api.AnyTaskModel,
  Tagger: () => new api.Tagger() as api.AnyTaskModel,
  Translator: () => new api.Translator() as api.AnyTaskModel,
  LanguageModel: () => new api.LanguageModel() as api.AnyTaskModel,
  Forecaster: () => new api.Forecaster() as api.AnyTaskModel,
  PolyphonyModel: () => new api.PolyphonyModel() as api.AnyTaskModel,
};
const ofModels = Object.entries(models).flatMap(([name, make]): [string, Call][] => [
  [`${name}#fit`, (options) => make().fit([], options)],
  [`${name}#evaluate`, (options) => make().evaluate([], options)],
  [`${name}#predict`, (options) => make().predict('a', options)],
  [`${name}#save`, (options) => make().save('nowhere', options)],
  [`${name}#restore`, (options) => make().restore('nowhere', options)],
  [`${name}.load`, (options) => api.taskClass(make().task.name).load('nowhere', options)],
]);

export const calls: Readonly<Record<string, Call>> = {
  openLabeledText: (options) => api.openLabeledText('sentiment-sample', options),
  openParallelText: (options) => api.openParallelText('nowhere', options),
  openTaggedWords: (options) => api.openTaggedWords('nowhere', options),
  openFrames: (options) => api.openFrames('nowhere', options),
  openLabeledAudio: (options) => api.openLabeledAudio('nowhere', options),
  streamLabeledAudio: (options) => api.streamLabeledAudio('nowhere', options),
  soundFile: (options) => api.soundFile(source, undefined, options),
  decodeAudio: (options) => api.decodeAudio(new Uint8Array(0), 'a.wav', options),
  'audio.audioConfig': (options) => api.audio.audioConfig('kaldi', options && { rate: 8000, ...(options as object) }),
  'new audio.AudioFeatures': (options) => new api.audio.AudioFeatures(kaldi(options)),
  'new audio.LogMelStream': (options) => new api.audio.LogMelStream(kaldi(options)),
  'new audio.Resampler': (options) => new api.audio.Resampler(8000, 16000, options),
  openLabeledFrames: (options) => api.openLabeledFrames('nowhere', options),
  streamLabeledFrames: (options) => api.streamLabeledFrames('nowhere', options),
  readLabeledFrames: (options) => api.readLabeledFrames(source, options).next(),
  openPianoRolls: (options) => api.openPianoRolls('nowhere', options),
  streamPianoRolls: (options) => api.streamPianoRolls('nowhere', options),
  readPianoRolls: (options) => api.readPianoRolls(source, options).next(),
  openTimeSeries: (options) => api.openTimeSeries('nowhere', options),
  streamTimeSeries: (options) => api.streamTimeSeries('nowhere', options),
  readTimeSeries: (options) => api.readTimeSeries(source, options).next(),
  noisySines: (options) => api.noisySines(api.Random.fromSeed(1), options),
  randomWalk: (options) => api.randomWalk(api.Random.fromSeed(1), options),
  levelShift: (options) => api.levelShift(api.Random.fromSeed(1), options),
  openPlainText: (options) => api.openPlainText('nowhere', options),
  streamPlainText: (options) => api.streamPlainText('nowhere', options),
  readPlainText: (options) => api.readPlainText(source, options),
  streamLabeledText: (options) => api.streamLabeledText('nowhere', options),
  streamParallelText: (options) => api.streamParallelText('nowhere', options),
  streamTaggedWords: (options) => api.streamTaggedWords('nowhere', options),
  streamFrames: (options) => api.streamFrames('nowhere', options),
  readFrameRows: (options) => api.readFrameRows(source, options),
  readFrames: (options) => api.readFrames(source, options),
  readLabeledText: (options) => api.readLabeledText(source, options),
  readParallelText: (options) => api.readParallelText([source], options),
  readTaggedWords: (options) => api.readTaggedWords(source, options),
  readText: (options) => api.readText(source, options),
  readWordVectors: (options) => api.readWordVectors(source, () => true, options),
  additionSplits: (options) => api.additionSplits(random(), options),
  dateSplits: (options) => api.dateSplits(random(), options),
  copySplits: (options) => api.copySplits(random(), options),
  reverseSplits: (options) => api.reverseSplits(random(), options),
  movingClipsSplits: (options) => api.movingClipsSplits(random(), options),
  movingShapesSplits: (options) => api.movingShapesSplits(random(), options),
  tune: (options) => api.tune(api.SentimentClassifier, [], options),
  'new SentimentClassifier': (options) => new api.SentimentClassifier(options),
  'new Classifier': (options) => new api.Classifier(options),
  'new Tagger': (options) => new api.Tagger(options),
  'new Translator': (options) => new api.Translator(options),
  'music.midiFile': (options) => api.music.midiFile([], options),
  'new Forecaster': (options) => new api.Forecaster(options),
  'Forecaster#backtest': (options) => new api.Forecaster().backtest([], options),
  'new PolyphonyModel': (options) => new api.PolyphonyModel(options),
  'PolyphonyModel#generate': (options) => new api.PolyphonyModel().generate({ notes: [[60]] }, options),
  'PolyphonyModel#generatePieces': (options) => new api.PolyphonyModel().generatePieces('{"notes": [[60]]}', options),
  'new LanguageModel': (options) => new api.LanguageModel(options),
  ...Object.fromEntries(ofModels),
  load: (options) => api.load('nowhere', options),
  'LanguageModel#generate': (options) => new api.LanguageModel().generate('a', options),
  'LanguageModel#generateText': (options) => new api.LanguageModel().generateText('a', options),
  'LanguageModel#generatePieces': (options) => new api.LanguageModel().generatePieces('a', options),
  'Translator#generatePieces': (options) => new api.Translator().generatePieces('a', options),
  'TextStream#fork': (options) => textStream().fork(options),
  'LanguageModel#stream': (options) => new api.LanguageModel().stream(options),
  'Translator#generate': (options) => new api.Translator().generate('a', options),
  'training.sigmoidCrossEntropy': (options) => training.sigmoidCrossEntropy(tf.zeros([1, 2]), options),
  'decoding.beamSearch': (options) => decoding.beamSearch(decoder, start(), options),
  'decoding.ctcBeamSearch': (options) =>
    decoding.ctcBeamSearch({ logProbabilities: new Float32Array(2), outputs: 2 }, options),
  'new decoding.CtcBeam': (options) => new decoding.CtcBeam(2, options),
  ctcLoss: (options) => api.ctcLoss(tf.zeros([1, 1, 2]), options),
  'decoding.greedy': (options) => decoding.greedy(decoder, start(), options),
  'decoding.sample': (options) => decoding.sample(decoder, start(), options),
  'decoding.logitsProcessor': (options) => decoding.logitsProcessor(options),
  'decoding.samplingOrder': (options) => decoding.samplingOrder(options),
  'decoding.sampler': (options) => decoding.sampler(options),
  'decoding.stream': (options) => decoding.stream(decoder, start(), options),
  'metrics.bleu': (options) => metrics.bleu(['a'], ['a'], options),
  'metrics.chrf': (options) => metrics.chrf(['a'], ['a'], options),
  'metrics.tokenAccuracy': (options) => metrics.tokenAccuracy([[1]], [[1]], options),
  'training.planStreamedBatches': (options) => training.planStreamedBatches(options),
  'training.fit': (options) => training.fit(options),
  'training.countCorrect': (options: object) =>
    training.countCorrect(tf.zeros([1, 2]), options && { ...noTargets, ...options }),
  'training.softmaxCrossEntropy': (options: object) =>
    training.softmaxCrossEntropy(tf.zeros([1, 2]), options && { ...noTargets, ...options }),
  'training.createOptimizer': (options: object) =>
    training.createOptimizer(options && { kind: 'adamw', ...options }, []),
  'training.trainStep': (options) => training.trainStep(nothing, nothing, options),
  planBatches: (options) => api.planBatches([1], options),
  padSequences: (options) => api.padSequences([new Int32Array(1)], options),
  'new CharacterTokenizer': (options) => new api.CharacterTokenizer(options),
  'new WordTokenizer': (options) => new api.WordTokenizer(options),
  'new BytePairTokenizer': (options) => new api.BytePairTokenizer(options),
  'Vocabulary.build': (options) => api.Vocabulary.build(['a'], options),
  trainBytePairs: (options) => api.trainBytePairs(['a'], options),
  startRuntime: (options) => api.startRuntime(options),
  terminalProgress: (options) => api.terminalProgress(undefined, options),
  'new GRU': (options) => new api.GRU(options),
  'new LSTM': (options) => new api.LSTM(options),
  'new SimpleRNN': (options) => new api.SimpleRNN(options),
  'new Recurrent': (options) => new api.Recurrent(options),
  'Recurrent#withOptions': (options) => new api.Recurrent({ cell: cell() }).withOptions(options),
  'GRU#withOptions': (options) => new api.GRU({ units: 1 }).withOptions(options),
  'LSTM#withOptions': (options) => lstmLayer().withOptions(options),
  'SimpleRNN#withOptions': (options) => new api.SimpleRNN({ units: 1 }).withOptions(options),
  'new RecurrentStepper': (options) => new api.RecurrentStepper([lstmLayer()], options),
  'new Bidirectional': (options) => new api.Bidirectional(options),
  'new Attention': (options) => new api.Attention(options),
  'new CRF': (options) => new api.CRF(options),
  'new Convolution1D': (options) => new api.Convolution1D(options),
  'new Convolution2D': (options) => new api.Convolution2D(options),
  'new Dropout': (options) => new api.Dropout(options),
  'new Embedding': (options) => new api.Embedding(options),
  'new AttentionPooling': (options) => new api.AttentionPooling(options),
  'new MaskedLastPooling': (options) => new api.MaskedLastPooling(options),
  'new MaskedMaxPooling': (options) => new api.MaskedMaxPooling(options),
  'new MaskedMeanPooling': (options) => new api.MaskedMeanPooling(options),
  'loadStateDict options': (options) => api.loadStateDict(noLayers, {}, {}, options),
  'loadStateDict names': (options) => api.loadStateDict(noLayers, {}, options),
  stateDictOf: (options) => api.stateDictOf(noLayers, options),
  fromStateDict: (options) => api.fromStateDict([], {}, options),
  toStateDict: (options) => api.toStateDict([], {}, options),
  'new FrameEmbedder': (options) => new api.FrameEmbedder(options, random()),
  'new TokenEmbedder': (options) => new api.TokenEmbedder(options, random()),
  'new WordEmbedder': (options) => new api.WordEmbedder(options, random()),
  sequenceClassifier: (options) => api.sequenceClassifier(options, nothing, random()),
  gru: (options) => api.gru(options),
  lstm: (options) => api.lstm(options),
  simpleRnn: (options) => api.simpleRnn(options),
  checkCell: (options) => api.checkCell(cell(), options),
  checkCellGradients: (options) => api.checkCellGradients(cell(), options),
  checkGradients: (options) => api.checkGradients(options),
  gradientFlow: (options) => api.gradientFlow(cell(), options),
  genericRecurrence: (options) => api.genericRecurrence(options, run),
  runRecurrence: (options) => api.runRecurrence(options, run),
  network: (options) => api.network(options),
  truncated: (options) => api.truncated(nothing, [], options),
  unroll: (options) => api.unroll(options),
};

/** What the call throws, rejects with, or throws when its result is iterated. */
export async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    const result = await call();
    if (typeof result !== 'object' || result === null) return undefined;
    if (Symbol.asyncIterator in result) await (result as AsyncIterable<unknown>)[Symbol.asyncIterator]().next();
    if (Symbol.iterator in result) (result as Iterable<unknown>)[Symbol.iterator]().next();
  } catch (error) {
    return error;
  }
  return undefined;
}
