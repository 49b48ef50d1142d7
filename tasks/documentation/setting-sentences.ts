/** Written by npm run docs:settings from the doc comments of the settings. */
export const settingSentences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sentiment: {
    hiddenSize: 'Units of each direction of a recurrent layer.',
    embeddingSize: "Size of a token's embedding.",
    pooling:
      'How the states of all steps become one vector: the last one, their mean, their maximum, a learnt weighted mean, or several of these side by side. `last` alone opens in stock TensorFlow.js without this library.',
    ngrams:
      'Scores that are added to the logits. `logistic`: those of a regression on words, bigrams and runs of up to five letters, after training, with factors that are fitted on the validation texts; what is chosen where it is left out, unless examples are streamed. `naive-bayes`: log-count ratios of words and bigrams (Wang & Manning 2012), scaled by a learnt factor. `naive-bayes-after`: the same, but only after the network has been trained without them, scaled by `ngramScale`; right where training texts are parts of one another.',
    ngramScale: 'Factor of the log-count ratios with `naive-bayes-after`.',
    embeddingDropout: 'Dropout of components of the embedding, the same at all steps of a text.',
    dropout: 'Dropout between recurrent layers and before the output layer.',
    wordDropout: 'Probability that a token of a training text is read as unknown.',
    labelSmoothing: 'Fraction of the target probability that is spread over all labels.',
    classWeights:
      'Weight of each label in the loss: equal, `balanced` (the rarer, the heavier), or a number for each label. `auto`: equal; where one label has most of the training data, rarer ones are afterwards predicted more often than they are the most probable, if that makes macro-F1 better and accuracy no worse on the validation data.',
    layerRateRatio:
      'The learning rate of each layer over that of the layer below it, from the embedding to the output (Howard & Ruder 2018: 2.6); 1: the same everywhere.',
    unfreezing:
      '`gradual`: the first epoch trains the output layer alone, each further one a layer more, down to the embedding; the others stay as they are.',
    cell: 'Cell of the recurrent layers.',
    resetAfter: 'GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open.',
    bidirectional: 'A second recurrent layer reads from the end; without it a step knows only what came before.',
    merge: 'How the outputs of the two directions are joined: concatenated, summed, averaged or multiplied.',
    layers: 'Number of stacked recurrent layers.',
    recurrentDropout: 'Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016).',
    epochs:
      'Passes over the training texts. Without it there are more where an epoch has few updates, or characters are read.',
    batchSize: 'Texts in a batch; they have similar lengths. Without it few texts are read in smaller batches.',
    tokenizer:
      'How text is split: `words` for any language, `whitespace` for text that is tokenised already, `characters`. Without it `words`, or `characters` where most training texts are one word, or short and of words that no other text has.',
    lowercase: 'Reads upper and lower case alike.',
    minimumCount: 'Tokens with fewer occurrences in training are read as unknown.',
    maximumVocabulary: 'Largest size of the vocabulary; 0 is no limit.',
    maximumLength: 'Longer texts are truncated to this many tokens, and counted; 0 never truncates.',
    window:
      'Most tokens that the network reads in one piece: a longer text is read as windows of equal length, whose states are pooled together; 0 reads every text in one piece, and so does the pooling `last`. Without it 0, or more where training texts are long.',
    seed: 'Random seed: initial weights, order of the examples, dropout and everything else random follow from it.',
    optimizer: 'Update rule of a training step. `adamw` is Adam with `weightDecay` (Loshchilov & Hutter 2019).',
    learningRate: 'Step size of the optimizer; with a schedule its largest value.',
    schedule:
      'Learning rate over the run: `cosine` rises over the first steps (`warmup`) and then falls to 0; `triangular` rises and falls in straight lines, to a 32nd; `plateau` halves it when the monitored metric stops improving.',
    warmup: 'Fraction of all steps over which the learning rate rises (with `cosine` and `triangular`).',
    weightDecay: 'Decoupled weight decay (with `adamw`).',
    clipNorm: "Largest global norm of a step's gradients; 0 switches clipping off.",
    averaging: 'Decay of the moving average of the weights that is evaluated and kept; 0 keeps the weights themselves.',
    patience:
      'Early stopping: epochs without a better value of the monitored metric until training stops; 0 never stops early.',
    checkpointEvery: 'Steps between checkpoints inside an epoch; 0 writes them at the end of epochs only.',
  },
  classification: {
    input: 'What a sequence is: a text, or frames of numbers. The training data decide where it is left out.',
    calibration:
      '`temperature`: after training the logits are divided by a number that makes the probabilities of the validation examples as right as possible (Guo et al. 2017); the labels stay the same. Without validation examples, and where n-grams are weighed beside the network, which fits their scale too, there is none.',
    unknownBelow: 'A label that is less probable than this is predicted as `unknown`. 0: never.',
    hiddenSize: 'Units of each direction of a recurrent layer.',
    embeddingSize: "Size of a token's embedding.",
    pooling:
      'How the states of all steps become one vector: the last one, their mean, their maximum, a learnt weighted mean, or several of these side by side. `last` alone opens in stock TensorFlow.js without this library.',
    ngrams:
      'Scores that are added to the logits. `logistic`: those of a regression on words, bigrams and runs of up to five letters, after training, with factors that are fitted on the validation texts; what is chosen where it is left out, unless examples are streamed. `naive-bayes`: log-count ratios of words and bigrams (Wang & Manning 2012), scaled by a learnt factor. `naive-bayes-after`: the same, but only after the network has been trained without them, scaled by `ngramScale`; right where training texts are parts of one another.',
    ngramScale: 'Factor of the log-count ratios with `naive-bayes-after`.',
    embeddingDropout: 'Dropout of components of the embedding, the same at all steps of a text.',
    dropout: 'Dropout between recurrent layers and before the output layer.',
    wordDropout: 'Probability that a token of a training text is read as unknown.',
    labelSmoothing: 'Fraction of the target probability that is spread over all labels.',
    classWeights:
      'Weight of each label in the loss: equal, `balanced` (the rarer, the heavier), or a number for each label. `auto`: equal; where one label has most of the training data, rarer ones are afterwards predicted more often than they are the most probable, if that makes macro-F1 better and accuracy no worse on the validation data.',
    layerRateRatio:
      'The learning rate of each layer over that of the layer below it, from the embedding to the output (Howard & Ruder 2018: 2.6); 1: the same everywhere.',
    unfreezing:
      '`gradual`: the first epoch trains the output layer alone, each further one a layer more, down to the embedding; the others stay as they are.',
    cell: 'Cell of the recurrent layers.',
    resetAfter: 'GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open.',
    bidirectional: 'A second recurrent layer reads from the end; without it a step knows only what came before.',
    merge: 'How the outputs of the two directions are joined: concatenated, summed, averaged or multiplied.',
    layers: 'Number of stacked recurrent layers.',
    recurrentDropout: 'Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016).',
    epochs:
      'Passes over the training texts. Without it there are more where an epoch has few updates, or characters are read.',
    batchSize: 'Texts in a batch; they have similar lengths. Without it few texts are read in smaller batches.',
    tokenizer:
      'How text is split: `words` for any language, `whitespace` for text that is tokenised already, `characters`. Without it `words`, or `characters` where most training texts are one word, or short and of words that no other text has.',
    lowercase: 'Reads upper and lower case alike.',
    minimumCount: 'Tokens with fewer occurrences in training are read as unknown.',
    maximumVocabulary: 'Largest size of the vocabulary; 0 is no limit.',
    maximumLength: 'Longer texts are truncated to this many tokens, and counted; 0 never truncates.',
    window:
      'Most tokens that the network reads in one piece: a longer text is read as windows of equal length, whose states are pooled together; 0 reads every text in one piece, and so does the pooling `last`. Without it 0, or more where training texts are long.',
    seed: 'Random seed: initial weights, order of the examples, dropout and everything else random follow from it.',
    optimizer: 'Update rule of a training step. `adamw` is Adam with `weightDecay` (Loshchilov & Hutter 2019).',
    learningRate: 'Step size of the optimizer; with a schedule its largest value.',
    schedule:
      'Learning rate over the run: `cosine` rises over the first steps (`warmup`) and then falls to 0; `triangular` rises and falls in straight lines, to a 32nd; `plateau` halves it when the monitored metric stops improving.',
    warmup: 'Fraction of all steps over which the learning rate rises (with `cosine` and `triangular`).',
    weightDecay: 'Decoupled weight decay (with `adamw`).',
    clipNorm: "Largest global norm of a step's gradients; 0 switches clipping off.",
    averaging: 'Decay of the moving average of the weights that is evaluated and kept; 0 keeps the weights themselves.',
    patience:
      'Early stopping: epochs without a better value of the monitored metric until training stops; 0 never stops early.',
    checkpointEvery: 'Steps between checkpoints inside an epoch; 0 writes them at the end of epochs only.',
    inputDropout: 'Dropout of components of what a step is read as, the same at all steps of a sequence.',
    centre:
      "What is subtracted from every column: the mean of training, or each recording's own, where columns start elsewhere in each (a person's position before the camera).",
    overlap: 'Part of a window that the next one has too, where a long recording is predicted.',
    noise: 'Standard deviation of Gaussian noise that is added to the standardized frames of training.',
    filters: 'Images: filters of each convolution, after which the image is halved.',
    imageSize: 'Images: size of the vector that each becomes.',
    features:
      'Whose log-mel energies: those of Kaldi, librosa or torchaudio, with their windows, scales and logarithms.',
    sampleRate:
      'Samples a second that features are made of; other sound is resampled. 0: what the first training recording has.',
    bands: 'Bands on the mel scale.',
    cepstra: 'Cepstral coefficients (MFCC) in place of the bands; 0: none.',
    windowMilliseconds: 'Length of a window of the spectrum, in milliseconds.',
    hopMilliseconds: 'From one window to the next, in milliseconds.',
    normalization:
      "Mean and deviation of every band: those of training, or each recording's own, where microphones differ.",
    speed: 'Training recordings are played faster or slower, and so higher or lower, by up to this part.',
    shift: 'Training recordings begin earlier or later, by up to this part of their length.',
    noiseRatio:
      'Noise in training recordings: the least signal-to-noise ratio in dB (up to 30 dB more). null: no noise.',
    timeMask: 'Longest stretch of a training recording that is hidden, as part of its length.',
    bandMask: 'Widest range of bands that is hidden in a training recording, as part of all.',
  },
  tagging: {
    input: 'What a step is: a word or a frame. The training data decide where it is left out.',
    epochs:
      'Passes over the training examples. Without it there are more than the default where an epoch has few updates.',
    learningRate: 'Step size of the optimizer; with a schedule its largest value.',
    batchSize:
      'Sentences, or windows of recordings, of a batch; they have similar lengths. Without it few sentences are read in smaller batches.',
    hiddenSize: 'Units of each direction of a recurrent layer.',
    scheme:
      'How tags encode spans (src/text/tag-schemes.ts); `none`: each tag is for its word alone. Without it the training data decide.',
    learntScheme: 'The scheme in which spans are learnt; predictions are in that of the data.',
    repairTags:
      'Illegal tags of training and test are replaced by the nearest legal ones, and counted; otherwise they are refused.',
    output:
      '`softmax`: each tag by itself; `crf`: all tags of a sentence as one chain (Lample et al. 2016). Default: `crf` where tags encode spans.',
    tokenizer:
      'How raw text is split into words: `words` for any language, `whitespace` for text that is tokenised already.',
    lowercase:
      "Reads upper and lower case alike for the word's embedding; letters and case features see the word as it is.",
    minimumCount: 'Words with fewer occurrences in training are read as unknown.',
    maximumVocabulary: 'Largest size of the vocabulary; 0 is no limit.',
    embeddingSize: "Size of a word's embedding.",
    characters:
      'How a word is read by its letters: recurrently in both directions, by convolution (Ma & Hovy 2016), or not.',
    characterEmbeddingSize: "Size of a letter's embedding.",
    characterSize: 'Size of the vector that a word gets from its letters.',
    maximumCharacters: 'Longer words are read by their first and last letters, and counted.',
    caseSize: "Size of the embedding of a word's case; 0: none.",
    suffixLength: "Letters of the word's ending that has an embedding of its own; 0: none.",
    suffixSize: "Size of the embedding of a word's ending.",
    vectorSize: 'Size of the word vectors that were given to `fit`, which determine it; 0: none.',
    vectorWords:
      'Number of pretrained word vectors that are kept beside those of training words, in the order of their file.',
    inputDropout: 'Dropout of components of what a step is read as, the same at all steps of a sequence.',
    dropout: 'Dropout after each recurrent layer.',
    wordDropout: 'Probability that a word of a training sentence is read as unknown.',
    bidirectional:
      'A second recurrent layer reads from the end. A model of frames without it can stream: it predicts before a recording has ended.',
    classWeights:
      'Weight of each label in the loss: equal, `balanced` (the rarer, the heavier), or a number for each label. `auto`: equal; where one label has most of the training data, rarer ones are afterwards predicted more often than they are the most probable, if that makes macro-F1 better and accuracy no worse on the validation data. Not with a CRF.',
    labelSmoothing: 'Fraction of the target probability that is spread over all labels; not with a CRF.',
    layerRateRatio:
      'The learning rate of each layer over that of the layer below it, from the embedding to the output (Howard & Ruder 2018: 2.6); 1: the same everywhere.',
    unfreezing:
      '`gradual`: the first epoch trains the output layer alone, each further one a layer more, down to the embedding; the others stay as they are.',
    cell: 'Cell of the recurrent layers.',
    resetAfter: 'GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open.',
    merge: 'How the outputs of the two directions are joined: concatenated, summed, averaged or multiplied.',
    layers: 'Number of stacked recurrent layers.',
    recurrentDropout: 'Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016).',
    seed: 'Random seed: initial weights, order of the examples, dropout and everything else random follow from it.',
    optimizer: 'Update rule of a training step. `adamw` is Adam with `weightDecay` (Loshchilov & Hutter 2019).',
    schedule:
      'Learning rate over the run: `cosine` rises over the first steps (`warmup`) and then falls to 0; `triangular` rises and falls in straight lines, to a 32nd; `plateau` halves it when the monitored metric stops improving.',
    warmup: 'Fraction of all steps over which the learning rate rises (with `cosine` and `triangular`).',
    weightDecay: 'Decoupled weight decay (with `adamw`).',
    clipNorm: "Largest global norm of a step's gradients; 0 switches clipping off.",
    averaging: 'Decay of the moving average of the weights that is evaluated and kept; 0 keeps the weights themselves.',
    patience:
      'Early stopping: epochs without a better value of the monitored metric until training stops; 0 never stops early.',
    checkpointEvery: 'Steps between checkpoints inside an epoch; 0 writes them at the end of epochs only.',
    window:
      'Frames of a training sequence that count in the loss. Shorter recordings are one window; predictions take recordings whole.',
    centre:
      "What is subtracted from every column: the mean of training, or each recording's own, where columns start elsewhere in each (a person's position before the camera). The latter cannot stream. Without it the training recordings decide for a model of both directions.",
    noise: 'Standard deviation of Gaussian noise that is added to the standardized frames of training.',
    filters: 'Images: filters of each convolution, after which the image is halved.',
    imageSize: 'Images: size of the vector that each becomes.',
    context:
      'Frames before (and for both directions after) a window that are read without counting in the loss: they build up the state.',
  },
  translation: {
    epochs:
      'Passes over the training pairs. Without it there are more than the default where an epoch has few updates.',
    learningRate: 'Step size of the optimizer; with a schedule its largest value.',
    batchSize:
      'Maximum number of pairs in a batch; they have similar lengths. Without it few pairs are read in smaller batches.',
    batchTokens: 'Maximum number of tokens in a batch, both sides and padding counted; 0 counts pairs alone.',
    monitor:
      'The metric of the validation pairs that chooses the best epoch. (BLEU is 0 where texts are single words.)',
    tokenizer:
      'How text is split: `words` for any language, `whitespace` for text that is tokenised already, `characters`, `byte-pairs` (subwords, Sennrich et al. 2016). Without it, training texts of one word each are read by their characters.',
    merges: 'Number of byte-pair merges that are learnt: tokens beyond the 256 bytes.',
    lowercase: 'Reads upper and lower case alike, on both sides.',
    sharedVocabulary: 'One vocabulary for both sides.',
    minimumCount: 'Tokens with fewer occurrences in training are read as unknown, and never generated.',
    maximumVocabulary: 'Largest size of a vocabulary; 0 is no limit.',
    maximumLength: 'Longer texts are truncated to this many tokens, and counted; 0 never truncates.',
    cell: 'Cell of the recurrent layers of encoder and decoder.',
    resetAfter: 'GRU only: the convention of PyTorch and Keras 3.',
    bidirectional: 'The encoder reads in both directions, with half the units in each.',
    layers: 'Recurrent layers of the encoder, and as many of the decoder.',
    hiddenSize: 'Units of a recurrent layer of the decoder and, both directions together, of the encoder.',
    embeddingSize: "Size of a token's embedding, on both sides.",
    attention:
      "Score between a decoder state and the encoder's states: `additive` (Bahdanau et al. 2015), `general` (Luong et al. 2015), `scaled-dot` (Vaswani et al. 2017). `none`: the decoder starts from the last state of the encoder and knows nothing else.",
    inputFeeding:
      'With attention: the output of a step is an input of the next one (Luong et al. 2015, §3.3). Steps then run one by one: slow.',
    contextEveryStep:
      'Without attention: the last state of the encoder is an input of every step, not of the first alone (Cho et al. 2014).',
    tying:
      'Shared weights: `target`: the embedding and the output of the decoder are one matrix (Press & Wolf 2017); `all`: the embedding of the source too.',
    reverseSource: 'The encoder reads the source from its end (Sutskever et al. 2014).',
    embeddingDropout: 'Dropout of components of the embeddings, the same at all steps of a text.',
    dropout: 'Dropout between recurrent layers and before the output.',
    recurrentDropout: 'Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016).',
    labelSmoothing: 'Fraction of the target probability that is spread over the vocabulary.',
    teacherForcing:
      "Fraction of the decoder's steps that read the true previous token, not the model's own (scheduled sampling, Bengio et al. 2015).",
    teacherForcingSchedule: '`linear`: that fraction falls from 1 to `teacherForcing` over the run.',
    seed: 'Random seed: initial weights, order of the examples, dropout and everything else random follow from it.',
    optimizer: 'Update rule of a training step. `adamw` is Adam with `weightDecay` (Loshchilov & Hutter 2019).',
    schedule:
      'Learning rate over the run: `cosine` rises over the first steps (`warmup`) and then falls to 0; `triangular` rises and falls in straight lines, to a 32nd; `plateau` halves it when the monitored metric stops improving.',
    warmup: 'Fraction of all steps over which the learning rate rises (with `cosine` and `triangular`).',
    weightDecay: 'Decoupled weight decay (with `adamw`).',
    clipNorm: "Largest global norm of a step's gradients; 0 switches clipping off.",
    averaging: 'Decay of the moving average of the weights that is evaluated and kept; 0 keeps the weights themselves.',
    patience:
      'Early stopping: epochs without a better value of the monitored metric until training stops; 0 never stops early.',
    checkpointEvery: 'Steps between checkpoints inside an epoch; 0 writes them at the end of epochs only.',
  },
  'language-model': {
    input:
      'What an example is: a text, or a text with a label that it follows from (label → name); these are read one by one, not as streams. The training data decide where it is left out.',
    epochs: 'Passes over the training text.',
    batchSize: 'Parallel streams: the text is cut into this many parts, which are read side by side.',
    window: 'Tokens that are read between two updates; gradients do not go back any further, states go on.',
    windowLength:
      '`random`: windows differ in length, mostly about `window`, one in twenty about half of it (Merity et al. 2018), so that their borders fall elsewhere in every epoch.',
    tokenizer:
      'What a token is: `characters`, `words`, `whitespace` for text that is tokenised already, `byte-pairs` (subwords), `abc` (notes and bar lines of music in ABC notation).',
    merges: 'Number of byte-pair merges that are learnt: tokens beyond the 256 bytes.',
    lowercase: 'Reads and writes lower case only.',
    minimumCount:
      'Tokens with fewer occurrences in training are read as unknown, and never generated; 0 is 1, of words 2.',
    maximumVocabulary: 'Largest size of the vocabulary; 0 is no limit.',
    cell: 'Cell of the recurrent layers.',
    resetAfter: 'GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open.',
    layers: 'Number of stacked recurrent layers.',
    hiddenSize: 'Units of a recurrent layer.',
    embeddingSize: "Size of a token's embedding.",
    tied: 'Output and embedding share one matrix (Press & Wolf 2017); `embeddingSize` is then `hiddenSize`.',
    embeddingDropout: 'Dropout of components of the embedding, the same at all steps of a window.',
    dropout: 'Dropout between recurrent layers.',
    outputDropout: 'Dropout before the output layer.',
    recurrentDropout: 'Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016).',
    weightDrop:
      'Dropout of entries of the recurrent matrix, one mask a window (DropConnect: AWD-LSTM, Merity et al. 2018).',
    seed: 'Random seed: initial weights, order of the examples, dropout and everything else random follow from it.',
    optimizer: 'Update rule of a training step. `adamw` is Adam with `weightDecay` (Loshchilov & Hutter 2019).',
    learningRate: 'Step size of the optimizer; with a schedule its largest value.',
    schedule:
      'Learning rate over the run: `cosine` rises over the first steps (`warmup`) and then falls to 0; `triangular` rises and falls in straight lines, to a 32nd; `plateau` halves it when the monitored metric stops improving.',
    warmup: 'Fraction of all steps over which the learning rate rises (with `cosine` and `triangular`).',
    weightDecay: 'Decoupled weight decay (with `adamw`).',
    clipNorm: "Largest global norm of a step's gradients; 0 switches clipping off.",
    averaging: 'Decay of the moving average of the weights that is evaluated and kept; 0 keeps the weights themselves.',
    patience:
      'Early stopping: epochs without a better value of the monitored metric until training stops; 0 never stops early.',
    checkpointEvery: 'Steps between checkpoints inside an epoch; 0 writes them at the end of epochs only.',
  },
  polyphony: {
    epochs: 'Passes over the training pieces.',
    batchSize: 'Pieces in a batch; they have similar lengths.',
    learningRate: 'Step size of the optimizer; with a schedule its largest value.',
    cell: 'Cell of the recurrent layers.',
    resetAfter: 'GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open.',
    layers: 'Number of stacked recurrent layers.',
    hiddenSize: 'Units of a recurrent layer.',
    inputDropout: 'Dropout of the keys of a step, the same at all steps of a piece.',
    dropout: 'Dropout after every recurrent layer.',
    recurrentDropout: 'Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016).',
    transpose:
      'Semitones up to which every piece of a batch is transposed, up or down, anew each time; 0 leaves them in their keys.',
    seed: 'Random seed: initial weights, order of the examples, dropout and everything else random follow from it.',
    optimizer: 'Update rule of a training step. `adamw` is Adam with `weightDecay` (Loshchilov & Hutter 2019).',
    schedule:
      'Learning rate over the run: `cosine` rises over the first steps (`warmup`) and then falls to 0; `triangular` rises and falls in straight lines, to a 32nd; `plateau` halves it when the monitored metric stops improving.',
    warmup: 'Fraction of all steps over which the learning rate rises (with `cosine` and `triangular`).',
    weightDecay: 'Decoupled weight decay (with `adamw`).',
    clipNorm: "Largest global norm of a step's gradients; 0 switches clipping off.",
    averaging: 'Decay of the moving average of the weights that is evaluated and kept; 0 keeps the weights themselves.',
    patience:
      'Early stopping: epochs without a better value of the monitored metric until training stops; 0 never stops early.',
    checkpointEvery: 'Steps between checkpoints inside an epoch; 0 writes them at the end of epochs only.',
  },
  forecasting: {
    epochs: 'Passes over the training windows.',
    batchSize: 'Windows in a batch; also where forecasts are measured, on which it has no effect.',
    learningRate: 'Step size of the optimizer; with a schedule its largest value.',
    window: 'Rows that a forecast is made from.',
    horizon: 'Rows that are forecast. More can be requested afterwards; they are then forecast from forecasts.',
    architecture:
      '`segments`: each column for itself, by one network for all, which reads several rows in a step (SegRNN, Lin et al. 2023); `window`: all columns together, row by row.',
    strategy:
      '`direct`: all rows of the horizon at once; `recursive`: one segment (of `window`: one row) at a time, from forecasts.',
    segmentLength:
      'Segments only: rows that are read and written in one step; the window is a multiple. 0: its largest divisor up to 24.',
    season:
      'Rows after which the pattern of the series comes again, for baselines and MASE. 0: as the data or their frequency say.',
    centre: 'What is taken off a window before it is read, and added to its forecast.',
    linear: 'Adds a linear map of the window to the horizon, one for all columns (NLinear, Zeng et al. 2023).',
    calendar:
      'What is made of the time stamps, as sine and cosine of the time of day, week, month or year, known in advance.',
    loss: 'What is minimised: the squared or absolute error, or the pinball loss of `quantiles`.',
    quantiles: 'With loss `quantiles`: which, ascending, 0.5 among them.',
    cell: 'Cell of the recurrent layers.',
    resetAfter: 'GRU only: the convention of PyTorch and Keras, which stock TensorFlow.js cannot open.',
    layers: 'Number of stacked recurrent layers.',
    hiddenSize: 'Units of a recurrent layer.',
    dropout: 'Dropout before the output layer and between recurrent layers.',
    recurrentDropout: 'Dropout of the hidden state inside the gates, one mask for all steps (Gal & Ghahramani 2016).',
    seed: 'Random seed: initial weights, order of the examples, dropout and everything else random follow from it.',
    optimizer: 'Update rule of a training step. `adamw` is Adam with `weightDecay` (Loshchilov & Hutter 2019).',
    schedule:
      'Learning rate over the run: `cosine` rises over the first steps (`warmup`) and then falls to 0; `triangular` rises and falls in straight lines, to a 32nd; `plateau` halves it when the monitored metric stops improving.',
    warmup: 'Fraction of all steps over which the learning rate rises (with `cosine` and `triangular`).',
    weightDecay: 'Decoupled weight decay (with `adamw`).',
    clipNorm: "Largest global norm of a step's gradients; 0 switches clipping off.",
    averaging: 'Decay of the moving average of the weights that is evaluated and kept; 0 keeps the weights themselves.',
    patience:
      'Early stopping: epochs without a better value of the monitored metric until training stops; 0 never stops early.',
    checkpointEvery: 'Steps between checkpoints inside an epoch; 0 writes them at the end of epochs only.',
  },
};
