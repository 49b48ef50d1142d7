#!/usr/bin/env node
/** The program `tfseq`. */
import { tfseq } from './command-line';
import { exitCodes } from './exit';

process.env.TF_CPP_MIN_LOG_LEVEL ??= '1'; // warnings and errors of native TensorFlow, not its news
// A reader that closes the pipe early (head) is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed),
);
// Progress and notes have no reader any more, or no room: what runs goes on without them.
process.stderr.on('error', () => undefined);
void tfseq(process.argv.slice(2)).then((code) => (process.exitCode = code));
