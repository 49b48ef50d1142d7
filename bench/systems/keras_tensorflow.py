"""Child process: Keras 3 on TensorFlow, compiled as `fit` compiles it (no XLA), as protocol.ts says."""
from child_loop import serve


def recurrent(keras, work, **options):
    kinds = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU, "simple-rnn": keras.layers.SimpleRNN}
    return kinds[work["cell"]](work["hiddenSize"], **options)


def train(keras, numpy, work):
    shape = (work["batchSize"], work["steps"], work["inputSize"])
    model = keras.Sequential([keras.Input(shape[1:]), recurrent(keras, work), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mse", jit_compile=False)
    xs = numpy.random.randn(*shape).astype("float32")
    targets = numpy.random.randn(shape[0], 1).astype("float32")
    return lambda: model.train_on_batch(xs, targets)


def forward(keras, numpy, work):
    shape = (work["batchSize"], work["steps"], work["inputSize"])
    model = keras.Sequential([keras.Input(shape[1:]), recurrent(keras, work, return_sequences=True)])
    model.compile(jit_compile=False)
    xs = numpy.random.randn(*shape).astype("float32")
    return lambda: model.predict_on_batch(xs)


def characters(keras, numpy, work):
    vocabulary, hidden, shape = work["vocabularySize"], work["hiddenSize"], (work["batchSize"], work["steps"])
    layers = [keras.layers.LSTM(hidden, return_sequences=True) for _ in range(work["layers"])]
    embedding = keras.layers.Embedding(vocabulary, hidden)
    model = keras.Sequential([keras.Input(shape[1:], dtype="int32"), embedding, *layers, keras.layers.Dense(vocabulary)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(global_clipnorm=5), loss=loss, jit_compile=False)
    ids, targets = (numpy.random.randint(0, vocabulary, shape) for _ in range(2))
    return lambda: model.train_on_batch(ids, targets)


WORKS = {"train": train, "forward": forward, "characters": characters}


def prepare(work):
    try:
        import keras
        import numpy
        import tensorflow
    except ImportError:
        return "keras with tensorflow is not installed here; TFSEQ_PYTHON can name a Python that has them"
    if work["kind"] not in WORKS:
        return "not written for Keras here"
    keras.utils.set_random_seed(1)
    run = WORKS[work["kind"]](keras, numpy, work)
    return run, 1, f"keras {keras.__version__}, tensorflow {tensorflow.__version__}"


serve(prepare)
