/** The bars of a parsed tune, voice by voice, with the metre that was in force when each began. */
import type { ParsedElement, ParsedMetre, ParsedTune } from './parser';

export interface Bar {
  /** In whole notes, tuplets as they sound; grace notes take no time. */
  duration: number;
  /** In whole notes; undefined without a metre. */
  metre?: number;
  /** Neither the first nor the last of a part: parts end at `P:`, double lines, repeats, and where the voice begins and ends. */
  isInner: boolean;
  /** Notes and rests with their lengths as they are written: equal bars have equal contents. */
  content: string;
}

/** The bars of each voice. A bar line with nothing before it makes none. */
export function barsOf(tune: ParsedTune): Bar[][] {
  const voices = new Map<string, Voice>();
  for (const { staff = [] } of tune.lines) {
    staff.forEach(({ meter, voices: own = [] }, s) =>
      own.forEach((elements, v) => {
        const voice = voices.get(`${s} ${v}`) ?? new Voice();
        voices.set(`${s} ${v}`, voice);
        voice.read(meter ? [{ el_type: 'meter', ...meter }, ...elements] : elements);
      }),
    );
  }
  return [...voices.values()].map((voice) => voice.finish());
}

/** How many notes are played, of all voices; those of a chord are one. */
export const notesOf = (tune: ParsedTune): number =>
  tune.lines
    .flatMap(({ staff = [] }) => staff.flatMap(({ voices = [] }) => voices.flat()))
    .filter(({ pitches }) => pitches?.length).length;

class Voice {
  private readonly bars: Bar[] = [];
  private metre?: number;
  private begun?: Bar;
  private isFirstOfPart = true;
  private tuplet = 1;

  read(elements: readonly ParsedElement[]): void {
    for (const element of elements) {
      if (element.el_type === 'meter') this.metre = metreOf(element as ParsedMetre);
      else if (element.el_type === 'part') this.endPart();
      else if (element.el_type === 'bar') this.line(element.type);
      else if (element.el_type === 'note') this.note(element);
    }
  }

  finish(): Bar[] {
    this.endPart();
    return this.bars;
  }

  private note({ duration = 0, pitches, rest, startTriplet, tripletMultiplier = 1, endTriplet }: ParsedElement): void {
    if (rest?.type === 'spacer') return;
    if (startTriplet) this.tuplet = tripletMultiplier;
    const { metre, isFirstOfPart } = this;
    this.begun ??= { duration: 0, ...(metre !== undefined && { metre }), isInner: !isFirstOfPart, content: '' };
    this.begun.duration += duration * this.tuplet;
    const names = pitches ? pitches.map(({ name, pitch }) => name ?? pitch).join('') : 'z';
    this.begun.content += `${names}${duration * this.tuplet} `;
    if (endTriplet) this.tuplet = 1;
  }

  /** `bar_invisible` stands for an ending mark without a line. */
  private line(type: string | undefined): void {
    if (type === 'bar_invisible') return;
    if (type !== 'bar_thin') return this.endPart();
    this.endBar();
  }

  private endBar(): void {
    if (!this.begun) return;
    this.bars.push(this.begun);
    this.begun = undefined;
    this.isFirstOfPart = false;
  }

  private endPart(): void {
    this.endBar();
    if (this.bars.length) this.bars[this.bars.length - 1].isInner = false;
    this.isFirstOfPart = true;
  }
}

function metreOf({ type, value }: ParsedMetre): number | undefined {
  if (type === 'common_time' || type === 'cut_time') return 1;
  if (type !== 'specified' || !value) return undefined;
  const [{ num, den = 1 }] = value;
  return sumOf(num) / Number(den);
}

/** `2+3` as in M:2+3/8. */
const sumOf = (num: string | number) => `${num}`.split('+').reduce((sum, part) => sum + Number(part), 0);
