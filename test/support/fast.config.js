/**
 * `npm run test:fast`: cells to tasks on toys, under a minute on two cores. The contract suite of the tasks and the suite
 * of all kernels are in it; what takes longer than some three seconds, or needs the built package, a browser, Python,
 * data sets or other processes, is left to `npm test`.
 */
const folders = ['baselines', 'bench', 'browser', 'cli', 'examples', 'golden', 'platform', 'scripts'];
const alone = ['docs[^/]*', 'package[^/]*', 'index'].map((name) => `test/${name}.test`);
const longer = [
  ...['recurrence/mutants', 'recurrence/gradients'],
  ...['kernels/operation', 'kernels/wasm/recurrence', 'kernels/wasm/runtime', 'backends/matmul'],
  ...['kernels/wasm/tensors', 'layers/recurrent/bidirectional', 'recurrence/stock-layers'],
  ...['data/datasets/registry', 'training/carried', 'training/checkpoint', 'training/fit'],
  ...['text/byte-pairs/tokenizer', 'text/normalize', 'text/words/tokenizer'],
  ...['models/encoder-decoder/encoder-decoder', 'models/encoder-decoder/generation'],
  ...['models/classifier-embedders', 'models/sequence-classifier', 'models/sequence-tagger'],
  ...['tasks/checkpoints', 'tasks/sentiment', 'tasks/tagging', 'tasks/translation', 'tasks/stock'],
].map((path) => `test/${path}`);

module.exports = {
  ...require('../../jest.config.js'),
  rootDir: '../..',
  testPathIgnorePatterns: [...folders.map((folder) => `test/${folder}/`), ...alone, ...longer, 'slow.test.ts'],
};
