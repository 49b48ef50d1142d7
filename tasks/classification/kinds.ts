/** What a classifier trains on: all kinds, so that examples of another kind than the options say are refused by name. */
import type { DataKind } from '../../src/data/example-kind';
import { labeledAudio, labeledFrames, labeledText } from '../../src/data/kinds';

export const classifierKinds: readonly DataKind[] = [labeledText, labeledFrames, labeledAudio];
