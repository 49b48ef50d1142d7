/**
 * A process with TensorFlow.js and nothing of ours: opens the layers model that comes on stdin, writes its
 * predictions to stdout, or the message of the error.
 */
const tf = require('@tensorflow/tfjs');
const { readFileSync } = require('node:fs');

tf.env().set('IS_TEST', true); // no advertisement on stderr

async function main() {
  const { modelTopology, weightSpecs, weights, ids } = JSON.parse(readFileSync(0, 'utf8'));
  const weightData = new Uint8Array(Buffer.from(weights, 'base64')).buffer;
  await tf.setBackend('cpu');
  try {
    const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
    const isFrames = Array.isArray(ids[0][0]); // [B,T,F] in place of [B,T]
    const probabilities = model.predict(tf.tensor(ids, undefined, isFrames ? 'float32' : 'int32'));
    console.log(JSON.stringify({ probabilities: probabilities.arraySync() }));
  } catch (error) {
    console.log(JSON.stringify({ error: error.message }));
  }
}

void main();
