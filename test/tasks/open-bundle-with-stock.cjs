/**
 * A process with TensorFlow.js alone, or with the layers of the module named after the ids: serves the bundle's folder to itself,
 * opens `model.json` by its address as a page would, answers on stdout with probabilities or with the error's message.
 */
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');
const tf = require('@tensorflow/tfjs');

const [folder, ids, module_] = process.argv.slice(2);
tf.env().set('PROD', true); // no advertisement on stderr
if (module_) require(module_).registerLayers();

async function answer(address) {
  await tf.setBackend('cpu');
  try {
    const model = await tf.loadLayersModel(`${address}/model.json`);
    return { probabilities: model.predict(tf.tensor2d(JSON.parse(ids), undefined, 'int32')).arraySync() };
  } catch (error) {
    return { error: error.message };
  }
}

const server = createServer((request, response) => response.end(readFileSync(join(folder, request.url))));
server.listen(0, '127.0.0.1', async () => {
  console.log(JSON.stringify(await answer(`http://127.0.0.1:${server.address().port}`)));
  server.close();
  server.closeAllConnections();
});
