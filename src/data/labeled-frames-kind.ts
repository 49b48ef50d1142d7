/** Recordings with one label each, as a kind of data. */
import { hashOf } from './check/example-view';
import { openLabeledFrames, streamLabeledFrames } from './datasets/openers';
import type { DataKind, LocatedInput } from './example-kind';
import { readFrameRows } from './examples/frame-rows';
import { checkLabeledFrames, type LabeledFrames, sizeOfClip, valuesOf } from './examples/labeled-frames/example';
import { readClips } from './examples/labeled-frames/reader';
import { delimiters } from './formats/tables/delimiters';
import { frameInputOptions, frameOptions, framesOptions, groupColumn, unlabelledFrames } from './frame-options';

const hasRecordingColumn = (line: string) =>
  delimiters.some((one) => line.split(one).some((name) => name.trim().toLowerCase() === 'recording'));

export const labeledFrames: DataKind<LabeledFrames> = {
  name: 'labelled frames',
  input: 'frames',
  plural: 'recordings with a label each',
  options: [...frameOptions, groupColumn],
  whyNot: { skipInvalid: 'frames follow each other in time, and without some of them the others would seem closer' },
  endings: [], // all of its endings are also those of texts: the first line of a file tells
  startsLike: (line) => /^\s*[[{].*"frames?"\s*:\s*\[/.test(line) || hasRecordingColumn(line),
  inputs: {
    unit: 'recordings',
    options: [...frameInputOptions, groupColumn],
    async *read(source, options, events): AsyncGenerator<LocatedInput> {
      for await (const input of readClips(source, { ...events, ...unlabelledFrames(options) }))
        yield { input, where: input.where ?? source.name };
    },
    dataOptions: [],
    readSteps: (source, options, events) => readFrameRows(source, { ...events, ...unlabelledFrames(options) }),
  },
  recognizes: (example) => 'frames' in example,
  check: checkLabeledFrames,
  open: (name, host, options, events) => openLabeledFrames(name, host, { ...events, ...framesOptions(options) }),
  stream: (name, host, options, events) => streamLabeledFrames(name, host, { ...events, ...framesOptions(options) }),
  view({ label, recording, where, ...clip }) {
    const { steps, size } = sizeOfClip(clip);
    return {
      key: `${size} ${hashOf(valuesOf(clip))}`,
      ...{ target: label, labels: [label], texts: [], where: `${where ?? ''} ${recording ?? ''}`.trim() },
      lengths: { frames: steps },
    };
  },
  line({ label, recording, ...clip }) {
    const { steps, size } = sizeOfClip(clip);
    return `${label}\t${recording === undefined ? '' : `${recording}\t`}${steps} frames of ${size}`;
  },
  document: ({ frames, ...rest }) => ({ ...rest, lines: undefined, ...sizeOfClip({ frames, size: rest.size }) }),
};
