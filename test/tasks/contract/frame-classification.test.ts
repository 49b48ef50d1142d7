/** The axes carry: recordings of frames, the input of taggers, × one label each, the target of sentiment. No new half. */
import { FrameEmbedder } from '../../../models/embedders/frames';
import { sequenceClassifier } from '../../../models/sequence-classifier';
import { frames } from '../../../src/data/kinds';
import type { FrameRecording } from '../../../src/data/examples/frames';
import { RecordingInput } from '../../../tasks/inputs/frames';
import { JoinedPreprocessor } from '../../../tasks/joined-preprocessor';
import type { TextConfig } from '../../../tasks/classification/text/settings';
import * as settings from '../../../tasks/classification/text/settings';
import { LabelPredictor, type LabelTypes } from '../../../tasks/targets/label-predictor';
import { LabelTarget } from '../../../tasks/targets/labels';
import type { Task } from '../../../tasks/task';
import { TaskModel } from '../../../tasks/task-model';
import { recordings } from '../tagging/support';
import { onCpu } from '../support';
const labelOf = ({ frames }: FrameRecording) => (frames[frames.length - 3] > 10 ? 'ends at rest' : 'ends in motion');
const joined = (input: RecordingInput, target: LabelTarget) =>
  new JoinedPreprocessor(input, target, (recording: FrameRecording, where) => {
    return { input: recording, target: labelOf(recording), locate: () => where };
  });
type Joined = ReturnType<typeof joined>;
type Types = LabelTypes & { example: FrameRecording; encoded: ReturnType<Joined['encode']>; config: TextConfig };
const classification: Task<Types, Joined> = {
  ...{ name: 'classification', className: 'Classifier', kinds: [frames], settings: settings.textEntries },
  ...{ prediction: () => 'label', parseConfig: settings.parseText, baselines: () => ({}) },
  monitor: () => ({ metric: 'accuracy', mode: 'max' }),
  fitPreprocessor: (list) => joined(RecordingInput.fit(list), LabelTarget.fit(list.map(labelOf))),
  restorePreprocessor: (json) => joined(RecordingInput.fromJSON(json), LabelTarget.fromJSON(json)),
  createPredictor(config, { input, target }, random) {
    const embedder = new FrameEmbedder({ columns: input.scale.size }, random);
    const network = sequenceClassifier(settings.networkOptions(config, target.labels.length), embedder, random);
    return new LabelPredictor({ network, input, target, prediction: (label) => label }, config);
  },
};
it('classifies recordings of frames with halves that are there', async () => {
  await onCpu();
  const model = new TaskModel(classification, { epochs: 8, learningRate: 0.02, batchSize: 8, dropout: 0 });
  await model.fit(recordings(60, 1, 12));
  expect((await model.evaluate(recordings(40, 2, 12))).accuracy).toBeGreaterThan(0.9);
  model.dispose();
});
