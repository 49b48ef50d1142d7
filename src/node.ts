/** The entry point for Node: bundles in directories, data sets on disk, native TensorFlow where it is linked. */
import '@tensorflow/tfjs-backend-wasm';
import { installKernelPreparation, installNativeBackend } from './backends/backends';
import { loadTensorflow } from './backends/tensorflow';
import { describeRuntime, shortcomings } from './kernels/wasm/runtime/current-runtime';
import { registerTensorKernels } from './kernels/wasm/tensors/register';
import { installWorkerHost } from './kernels/wasm/runtime/worker-host';
import { useRecurrenceKernel } from './kernels/select';
import { registerLayers } from './layers/register-layers';
import { nodePlatform } from './platform/node';
import { installAudioDecoders } from './platform/node-packages/audio-decoders';
import { nodeFileHost } from './platform/node-data';
import { nodeWorkers } from './platform/node-workers';
import { installPlatform } from './platform/platform';
import {
  type LabeledAudioDataset,
  type OpenAudioOptions,
  openLabeledAudio as openAudioFiles,
  streamLabeledAudio as streamAudioFiles,
} from './data/datasets/audio/open';
import type { StreamedDataset } from './data/datasets/dataset';
import type { LabeledAudio } from './data/examples/labeled-audio/example';
import type { FrameRecording } from './data/examples/frames';
import type { LabeledFrames } from './data/examples/labeled-frames/example';
import type { LabeledText } from './data/examples/labeled-text';
import type { TimeSeries } from './data/examples/series/example';
import type { PianoRoll } from './data/examples/piano-roll/example';
import type { PlainText } from './data/examples/plain-text/example';
import type { ParallelText } from './data/examples/parallel-text';
import type { TaggedWords } from './data/examples/tagged-words';
import {
  type LabeledTextDataset,
  type OpenOptions,
  type FramesDataset,
  type LabeledFramesDataset,
  openFrames as openFrameFiles,
  type OpenFramesOptions,
  openLabeledText as openLabeled,
  openParallelText as openParallel,
  openLabeledFrames as openLabeledFrameFiles,
  openPianoRolls as openPianoRollFiles,
  openTimeSeries as openTimeSeriesFiles,
  type OpenTimeSeriesOptions,
  type OpenPianoRollOptions,
  openPlainText as openPlain,
  type OpenPlainTextOptions,
  openTaggedWords as openTagged,
  type OpenTaggedWordsOptions,
  type ParallelTextDataset,
  type ParallelTextOptions,
  streamFrames as streamFrameFiles,
  streamLabeledText as streamLabeled,
  streamParallelText as streamParallel,
  type PianoRollDataset,
  type TimeSeriesDataset,
  streamTimeSeries as streamTimeSeriesFiles,
  streamLabeledFrames as streamLabeledFrameFiles,
  streamPianoRolls as streamPianoRollFiles,
  streamPlainText as streamPlain,
  type PlainTextDataset,
  streamTaggedWords as streamTagged,
  type TaggedWordsDataset,
} from './data/datasets/openers';

export * from './index';
export { fileSource, streamSource } from './platform/node-data';
export { terminalProgress } from './platform/terminal-progress';

/**
 * Labelled texts in their splits: a data set by name (`rt-polarity`; from TFSEQ_DATA_DIR, the cache or its origin), a
 * TSV, CSV or JSON Lines file, or a directory with train.*, validation.* and test.*.
 * @throws DataError, ConfigError
 */
export function openLabeledText(nameOrPath: string, options: OpenOptions = {}): Promise<LabeledTextDataset> {
  return openLabeled(nameOrPath, nodeFileHost(), options);
}

/**
 * Pairs of texts in their splits: a data set by name (`multi30k-en-de`, with `source` and `target` for its direction), a
 * file with tabs, a directory with train.de and train.en, or `corpus` for corpus.de and corpus.en.
 * @throws DataError, ConfigError
 */
export function openParallelText(nameOrPath: string, options: ParallelTextOptions = {}): Promise<ParallelTextDataset> {
  return openParallel(nameOrPath, nodeFileHost(), options);
}

/**
 * Sentences with a tag for every word: a data set by name (`conll2003-ner`), a CoNLL-U file, a file with a word and its
 * tag a line, JSON Lines, or a directory with train.*, validation.* and test.*.
 * @throws DataError, ConfigError
 */
export function openTaggedWords(nameOrPath: string, options: OpenTaggedWordsOptions = {}): Promise<TaggedWordsDataset> {
  return openTagged(nameOrPath, nodeFileHost(), options);
}

/**
 * Recordings with a label for every frame: a data set by name (`gesture-phase`), a CSV, TSV or JSON Lines file, or a
 * directory with train.*, validation.* and test.*.
 * @throws DataError, ConfigError
 */
export function openFrames(nameOrPath: string, options: OpenFramesOptions = {}): Promise<FramesDataset> {
  return openFrameFiles(nameOrPath, nodeFileHost(), options);
}

/**
 * Recordings with one label each: a data set by name (`japanese-vowels`), a file in CSV, TSV or JSON Lines, or a directory
 * with train.*, validation.* and test.*. A file is split by recording, or by group (`groupColumn`).
 * @throws DataError, ConfigError
 */
export function openLabeledFrames(nameOrPath: string, options: OpenFramesOptions = {}): Promise<LabeledFramesDataset> {
  return openLabeledFrameFiles(nameOrPath, nodeFileHost(), options);
}

/** Like `openLabeledFrames`, for files that do not fit into memory: every pass reads them again. @throws DataError, ConfigError */
export function streamLabeledFrames(
  nameOrPath: string,
  options: OpenFramesOptions = {},
): Promise<StreamedDataset<LabeledFrames>> {
  return streamLabeledFrameFiles(nameOrPath, nodeFileHost(), options);
}

/**
 * Running text: a data set by name (`tinyshakespeare`), a file of text, a table or JSON Lines with a text a row, or a
 * directory with train.*, validation.* and test.*. A file is split in its order.
 * @throws DataError, ConfigError
 */
export function openPlainText(nameOrPath: string, options: OpenPlainTextOptions = {}): Promise<PlainTextDataset> {
  return openPlain(nameOrPath, nodeFileHost(), options);
}

/**
 * Pieces of polyphonic music: a data set by name (`jsb-chorales`), a file in JSON or JSON Lines, or a directory with
 * train.*, validation.* and test.*.
 * @throws DataError, ConfigError
 */
export function openPianoRolls(nameOrPath: string, options: OpenPianoRollOptions = {}): Promise<PianoRollDataset> {
  return openPianoRollFiles(nameOrPath, nodeFileHost(), options);
}

/** Like `openPianoRolls`, for files that do not fit into memory: every pass reads them again. @throws DataError, ConfigError */
export function streamPianoRolls(
  nameOrPath: string,
  options: OpenPianoRollOptions = {},
): Promise<StreamedDataset<PianoRoll>> {
  return streamPianoRollFiles(nameOrPath, nodeFileHost(), options);
}

/** `openTimeSeries` of the file system, with the data sets of the registry. @throws DataError, ConfigError */
export function openTimeSeries(nameOrPath: string, options: OpenTimeSeriesOptions = {}): Promise<TimeSeriesDataset> {
  return openTimeSeriesFiles(nameOrPath, nodeFileHost(), options);
}

/** Like `openTimeSeries`, for files that do not fit into memory: every pass reads them again. @throws DataError, ConfigError */
export function streamTimeSeries(
  nameOrPath: string,
  options: OpenTimeSeriesOptions = {},
): Promise<StreamedDataset<TimeSeries>> {
  return streamTimeSeriesFiles(nameOrPath, nodeFileHost(), options);
}

/** Like `openPlainText`, for files that do not fit into memory: in pieces. @throws DataError, ConfigError */
export function streamPlainText(
  nameOrPath: string,
  options: OpenPlainTextOptions = {},
): Promise<StreamedDataset<PlainText>> {
  return streamPlain(nameOrPath, nodeFileHost(), options);
}

/** Like `openLabeledText`, for files that do not fit into memory: every pass reads them again. @throws DataError, ConfigError */
export function streamLabeledText(
  nameOrPath: string,
  options: OpenOptions = {},
): Promise<StreamedDataset<LabeledText>> {
  return streamLabeled(nameOrPath, nodeFileHost(), options);
}

/** Like `openParallelText`, for files that do not fit into memory. @throws DataError, ConfigError */
export function streamParallelText(
  nameOrPath: string,
  options: ParallelTextOptions = {},
): Promise<StreamedDataset<ParallelText>> {
  return streamParallel(nameOrPath, nodeFileHost(), options);
}

/** Like `openTaggedWords`, for files that do not fit into memory. @throws DataError, ConfigError */
export function streamTaggedWords(
  nameOrPath: string,
  options: OpenTaggedWordsOptions = {},
): Promise<StreamedDataset<TaggedWords>> {
  return streamTagged(nameOrPath, nodeFileHost(), options);
}

/** Like `openFrames`, for files that do not fit into memory. @throws DataError, ConfigError */
export function streamFrames(
  nameOrPath: string,
  options: OpenFramesOptions = {},
): Promise<StreamedDataset<FrameRecording>> {
  return streamFrameFiles(nameOrPath, nodeFileHost(), options);
}

/**
 * Recordings of sound with labels: a data set by name (`fsdd`), a folder whose sub-folders are labels (or one of these for
 * each split), or a table of files (`path,label[,split]`). Files are decoded when they are used. @throws DataError, ConfigError
 */
export function openLabeledAudio(nameOrPath: string, options: OpenAudioOptions = {}): Promise<LabeledAudioDataset> {
  return openAudioFiles(nameOrPath, nodeFileHost(), options);
}

/** Like `openLabeledAudio`, as sources that can be read again (see `streamLabeledText`). @throws DataError, ConfigError */
export function streamLabeledAudio(
  nameOrPath: string,
  options: OpenAudioOptions = {},
): Promise<StreamedDataset<LabeledAudio>> {
  return streamAudioFiles(nameOrPath, nodeFileHost(), options);
}

registerLayers();
installPlatform(nodePlatform);
installAudioDecoders();
installNativeBackend(loadTensorflow);
installWorkerHost(nodeWorkers);
installKernelPreparation(() => {
  const reasons = [...registerTensorKernels(), ...shortcomings(describeRuntime())];
  return Promise.resolve(reasons); // threads start with the first pass
});
if (process.env.TFSEQ_KERNEL) useRecurrenceKernel(process.env.TFSEQ_KERNEL); // for experiments
