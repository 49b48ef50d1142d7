/** Handwritten digits, row by row: a picture is a recording of 28 frames, each a row of 28 pixels (LeCun et al. 1998). */
import { DataError } from '../../../../errors';
import type { LabeledFrames } from '../../../examples/labeled-frames/example';
import { readIdx } from '../../../formats/idx';
import { splitWhere } from '../../splits';
import { type LabeledFramesEntry, rawUrl } from '../entry';

const origin = 'kelas/mnist@283b387221ab46655e600cfcc25d843bb14292b9';
const IMAGES = 't10k-images-idx3-ubyte.gz';
const LABELS = 't10k-labels-idx1-ubyte.gz';

export const mnist10k: LabeledFramesEntry = {
  name: 'mnist-10k',
  kind: 'labelled frames',
  folder: 'mnist-10k',
  task: 'classification',
  description: '10,000 handwritten digits of 28×28 pixels, read row by row: the test images of MNIST',
  origin: [origin],
  licence: 'none stated in the repository',
  citation: 'LeCun, Bottou, Bengio and Haffner 1998. Gradient-based learning applied to document recognition.',
  splitRule: 'by index (from 0): 0–7999 training, 8000–8999 validation, 9000–9999 test',
  notes: ['results are not comparable with published ones of MNIST, which train on 60,000 other images'],
  files: [
    {
      name: IMAGES,
      bytes: 1648877,
      sha256: '167310007f03058885c7e95e6c0b19c20de5c7fd3031f4cbdadc9014a523d80b',
      url: rawUrl(origin, IMAGES),
    },
    {
      name: LABELS,
      bytes: 4542,
      sha256: 'fc607395669ec21321ea83e4b82c0544b7e8e63ff5b34337c06bc0a17cc0da3c',
      url: rawUrl(origin, LABELS),
    },
  ],
  async read(files) {
    const images = await readIdx(files.get(IMAGES)!);
    const labels = await readIdx(files.get(LABELS)!);
    const [count, height, width] = images.shape;
    if (images.shape.length !== 3 || labels.shape.length !== 1 || labels.shape[0] !== count)
      throw doNotFit(images.shape, labels.shape);
    const digits = Array.from(labels.values, (digit, i): LabeledFrames => ({
      frames: Float32Array.from(images.values.subarray(i * height * width, (i + 1) * height * width)),
      size: width,
      shape: [1, width, 1],
      label: String(digit),
      recording: `${i}`,
    }));
    return splitWhere(digits, (_, i) => (i < 8000 ? 'train' : i < 9000 ? 'validation' : 'test'));
  },
};

const doNotFit = (images: readonly number[], labels: readonly number[]) =>
  new DataError({
    where: 'mnist-10k',
    problem: `images of ${images.join(' × ')} and labels of ${labels.join(' × ')}`,
    expected: 'a list of images, and a label for each',
    fix: 'Fetch the files again',
  });
