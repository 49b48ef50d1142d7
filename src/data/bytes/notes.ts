/** What a reader detected or left out, and the user should know. */
import type { OptionNames } from '../../validation';
import { inCode, type Text, worded, type Wording } from '../../wording';

/** What a reader detected, dropped or skipped, with its place. */
export interface DataNote {
  /** File and line where they are known. */
  readonly where: string;
  /** One sentence. */
  readonly message: string;
  /** The same for another reader: with flags in place of the names of options. */
  messageIn(wording: Wording): string;
}

export interface NoteOptions {
  /** Called with what was detected (encoding, separator, header), dropped or skipped.. */
  onNote?: (note: DataNote) => void;
}

export const noteOptionNames: OptionNames<NoteOptions> = { onNote: true };

export function noteOf(where: string, text: Text): DataNote {
  const messageIn = (wording: Wording) => `${where}: ${worded(text, wording)}`;
  return { where, message: messageIn(inCode), messageIn };
}

/** Every note once: what is read again for every pass gives its notes each time. */
export function onceEach(onNote: ((note: DataNote) => void) | undefined): ((note: DataNote) => void) | undefined {
  const known = new Set<string>();
  return (
    onNote &&
    ((note) => {
      if (known.has(note.message)) return;
      known.add(note.message);
      onNote(note);
    })
  );
}
