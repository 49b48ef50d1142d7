/**
 * The entry point for `<script src="tfjs-sequence.browser.js">`: the browser's exports as the global `tfjsSequence`, and
 * the copy of TensorFlow.js inside it as `tfjsSequence.tf`, apart from any other copy in the page.
 */
export * from './browser';
export * as tf from '@tensorflow/tfjs';
