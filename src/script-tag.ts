/**
 * The entry point for `<script src="tfjs-sequence.browser.js">`: the browser's exports as the global `tfjsSequence`, and
 * the copy of TensorFlow.js inside it as `tfjsSequence.tf`, apart from any other copy in the page.
 * Started as a Worker, it serves the page (`connectWorker`).
 */
import { serveWorker } from './browser';

export * from './browser';
export * as tf from '@tensorflow/tfjs';

const isWorker = typeof globalThis.document === 'undefined' && 'importScripts' in globalThis;
if (isWorker) serveWorker();
