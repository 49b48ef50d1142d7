/** Vocabulary of the quick start's sample. Polar words are `[negative, positive]`; all the others take no side. */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const phrases = (text: string): readonly string[] => text.replace(/\s+/g, ' ').split('; ');

export const POLAR = {
  adjective: [
    words(`dull tedious boring bad awful terrible dreadful clumsy flat stale tired lifeless shallow silly predictable
      bland wooden messy muddled confusing pointless empty hollow lazy forced contrived sluggish slow tiresome dreary
      weak poor limp leaden lame grating annoying irritating painful ugly cheap sloppy incoherent pretentious preachy
      unfunny humourless uninspired unconvincing forgettable mediocre derivative formulaic hackneyed overlong bloated
      cold crude cynical disappointing dismal drab feeble frustrating horrible implausible inept laboured mechanical
      monotonous pedestrian plodding ponderous repetitive ridiculous shapeless stilted stupid tasteless trite
      unpleasant vapid worthless wretched hopeless`),
    words(`gripping moving funny clever charming warm witty brilliant wonderful beautiful elegant fresh lively
      inventive touching tender thrilling superb delightful engaging absorbing stunning graceful heartfelt honest
      thoughtful playful hilarious riveting compelling memorable inspired sharp smart enjoyable entertaining
      satisfying powerful poignant radiant rich subtle vivid magical captivating dazzling exciting exhilarating
      fascinating impressive joyful lovely luminous masterful original perceptive refreshing rewarding sincere
      sparkling splendid spirited stirring sublime suspenseful terrific uplifting wise enchanting marvellous excellent
      great good fine amazing fantastic outstanding exquisite amusing convincing intelligent happy`),
  ],
  noun: [
    words(`mess bore failure disaster disappointment dud flop waste chore mistake disgrace embarrassment misfire slog
      ordeal shambles letdown fiasco catastrophe muddle nuisance insult travesty wreck blunder stinker snooze clunker
      turkey misstep mishmash calamity`),
    words(`triumph delight gem masterpiece joy treat pleasure marvel wonder success winner charmer knockout revelation
      treasure jewel classic victory feast achievement celebration blessing miracle hit gift highlight standout beauty
      tonic romp landmark hoot`),
  ],
  /** What a film does to its audience. */
  verb: [
    words(`drag bore stumble fail disappoint annoy irritate plod sag falter flounder collapse grate sink stall wander
      fizzle limp meander frustrate confuse insult offend wilt crumble ramble stagnate unravel sputter`),
    words(`delight charm thrill dazzle soar shine succeed glow sparkle enchant captivate impress amuse grip convince
      satisfy inspire sing crackle reward entertain engage excite fascinate move please work resonate surprise`),
  ],
  /** What a viewer does. */
  reaction: [
    words('hate dislike endure loathe detest resent despise curse ridicule'),
    words('love enjoy adore admire like treasure cherish savour applaud'),
  ],
  manner: [
    words(`poorly badly clumsily lazily awkwardly carelessly crudely ineptly sloppily stiffly terribly woodenly feebly
      hopelessly drearily`),
    words(`beautifully brilliantly superbly wonderfully skilfully elegantly gracefully cleverly deftly finely
      sensitively perfectly expertly warmly vividly`),
  ],
  superlative: [
    words('worst dullest weakest silliest laziest clumsiest poorest slowest'),
    words('best finest funniest loveliest smartest sharpest wittiest warmest'),
  ],
  /** What a viewer would do, or tell others to do. */
  advice: [
    phrases('skip it; avoid it; forget it; switch it off; leave early; regret it; complain about it'),
    phrases('watch it again; see it again; recommend it; remember it; see it twice; buy it; tell everyone about it'),
  ],
} as const;

export const NEUTRAL = {
  film: phrases(`film; movie; picture; drama; comedy; thriller; sequel; remake; debut; documentary; fable; romance;
    western; adaptation; musical; satire; mystery; biopic; tale; adventure; epic; feature; cartoon; ghost story;
    crime story; war film; road movie; family film`),
  aspect: phrases(`plot; story; acting; cast; script; dialogue; music; score; camerawork; photography; ending; opening;
    pacing; direction; humour; premise; finale; soundtrack; editing; lead; performance; villain; hero; heroine;
    setting; atmosphere; narration; writing; staging; animation; choreography; screenplay; suspense; tone; mood;
    second act; first hour; last scene; love story; car chase; supporting cast; central idea; title song`),
  bit: words('moment scene minute line shot frame'),
  is: words('is is is was was seems seemed feels felt looks'),
  kind: words(`quiet small little modest long short french british italian japanese american new recent independent
    young old silent modern historical animated summer winter urban rural domestic political low-budget big-budget
    two-hour black-and-white`),
  degree: words('very truly really utterly deeply quite so thoroughly genuinely consistently remarkably completely'),
  made: words('acted written filmed directed edited staged scored paced plotted cast designed told'),
  tail: phrases(`from start to finish; for two hours; at every turn; in every scene; in the second half; to the very
    end; after the first act; on the big screen; in its own way; on every level; this time; once again; for most of its
    length; all the way through; in the final minutes; from the first frame; scene after scene; with every line`),
  who: phrases(`i; we; my friends; everyone around me; the critics; the whole family; my sister; most of the audience;
    the people behind me; both of us`),
} as const;

export type PolarSlot = keyof typeof POLAR;
export type NeutralSlot = keyof typeof NEUTRAL;
