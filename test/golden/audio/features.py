"""Features of 20 short signals by librosa and torchaudio → features.json.

Run: python test/golden/audio/features.py (librosa 0.11, torchaudio 2.11.1, torch 2.13)
torchaudio's compiled parts are of another torch than ours, and nothing here needs them: they are left out.
Signals are float32; features are computed in float64, so that differences are ours.
"""

import base64
import json
import sys
import types
from pathlib import Path

import numpy as np
import torch

extension = types.ModuleType("torchaudio._extension")
extension.fail_if_no_align = lambda function: function
extension._IS_TORCHAUDIO_EXT_AVAILABLE = extension._IS_RIR_AVAILABLE = extension._IS_ALIGN_AVAILABLE = False
sys.modules["torchaudio._extension"] = extension
import librosa  # noqa: E402
import torchaudio  # noqa: E402
import torchaudio.compliance.kaldi as kaldi  # noqa: E402

torch.set_default_dtype(torch.float64)  # of filters and cosines, which torchaudio makes in float32
RATE = 16000
random = np.random.default_rng(19)
t = np.arange(1760) / RATE


def chirp(start, end):
    return np.sin(2 * np.pi * (start * t + (end - start) * t**2 / (2 * t[-1])))


clicks = np.zeros(1600)
clicks[[0, 300, 301, 900, 1599]] = [1, -1, 0.5, 0.9, -0.7]
one_click = np.zeros(1200)
one_click[700] = 1e-3
signals = {
    "sine 100": 0.8 * np.sin(2 * np.pi * 100 * t),
    "sine 440": 0.5 * np.sin(2 * np.pi * 440 * t),
    "sine 3333, quiet": 1e-3 * np.sin(2 * np.pi * 3333 * t),
    "three sines": 0.3 * sum(np.sin(2 * np.pi * f * t + p) for f, p in [(250, 0), (1000, 1), (6000, 2)]),
    "chirp up": 0.9 * chirp(50, 7900),
    "chirp down": 0.4 * chirp(4000, 200),
    "chirp with noise": 0.4 * chirp(300, 3000) + 0.01 * random.normal(size=t.size),
    "noise": 0.1 * random.normal(size=t.size),
    "uniform noise": random.uniform(-1, 1, 1601),
    "noise, very quiet": 1e-5 * random.normal(size=1500),
    "clicks": clicks,
    "one quiet click": one_click,
    "silence": np.zeros(1000),
    "constant": np.full(900, 0.25),
    "square, clipped": np.sign(np.sin(2 * np.pi * 180 * t)),
    "modulated": (1 + np.sin(2 * np.pi * 20 * t)) * 0.3 * np.sin(2 * np.pi * 700 * t) * (t > 0.03),
    "short, 1": np.array([0.5]),
    "short, 399": 0.3 * random.normal(size=399),
    "short, 400": 0.3 * random.normal(size=400),
    "short, 561": 0.3 * random.normal(size=561),
}
assert len(signals) == 20


def packed(array):
    array = np.ascontiguousarray(np.asarray(array), dtype="<f4")
    return {"shape": list(array.shape), "data": base64.b64encode(array.tobytes()).decode()}


def librosa_features(x):
    mel = dict(sr=RATE, n_fft=512, win_length=400, hop_length=160, n_mels=40, dtype=np.float64)
    power = librosa.feature.melspectrogram(y=x, pad_mode="constant", **mel)
    db = librosa.power_to_db(power)
    return {"mel": db.T, "cepstra": librosa.feature.mfcc(S=db, n_mfcc=13).T}


def librosa_defaults(x):
    power = librosa.feature.melspectrogram(y=x, sr=22050, dtype=np.float64)
    return {"mel": librosa.power_to_db(power).T}


def torchaudio_features(x):
    x = torch.from_numpy(x)[None]
    spectrogram = torchaudio.transforms.Spectrogram(n_fft=400, hop_length=200).double()(x)
    bank = torchaudio.functional.melscale_fbanks(201, 0.0, RATE / 2, 40, RATE).double()
    power = torch.matmul(spectrogram.transpose(1, 2), bank).transpose(1, 2)
    db = torchaudio.transforms.AmplitudeToDB("power", 80)(power)
    dct = torchaudio.functional.create_dct(13, 40, "ortho").double()
    cepstra = torch.matmul(db.transpose(1, 2), dct)
    deltas = torchaudio.functional.compute_deltas(cepstra.transpose(1, 2)).transpose(1, 2)
    return {"mel": db[0].T.numpy(), "cepstra": cepstra[0].numpy(), "deltas": deltas[0].numpy()}


def kaldi_features(x):
    x = torch.from_numpy(x)[None] * 32768
    fbank = kaldi.fbank(x, num_mel_bins=40, sample_frequency=RATE)
    mfcc = kaldi.mfcc(x, num_mel_bins=23, sample_frequency=RATE)
    return {"mel": fbank.reshape(-1, 40).numpy(), "cepstra": mfcc.reshape(-1, 13).numpy()}


cases = []
for name, signal in signals.items():
    signal = signal.astype(np.float32)
    x = signal.astype(np.float64)
    expected = {"librosa": librosa_features(x)}
    if name in ("three sines", "chirp up", "short, 399"):
        expected["librosa, its own sizes"] = librosa_defaults(x)
    if len(x) > 200:  # shorter ones torch does not reflect
        expected["torchaudio"] = torchaudio_features(x)
    if len(x) >= 400:
        expected["kaldi"] = kaldi_features(x)
    cases.append(
        {
            "name": name,
            "signal": packed(signal),
            "features": {preset: {kind: packed(values) for kind, values in kinds.items()} for preset, kinds in expected.items()},
        }
    )

resampled = []
x = (0.4 * chirp(100, 3000) + 0.05 * random.normal(size=t.size))[:700].astype(np.float32)
for start, end, width in [(8000, 16000, 6), (16000, 8000, 6), (44100, 16000, 6), (11025, 16000, 16), (48000, 44100, 6), (22050, 8000, 32)]:
    y = torchaudio.functional.resample(torch.from_numpy(x.astype(np.float64)), start, end, lowpass_filter_width=width)
    resampled.append({"from": start, "to": end, "zeroCrossings": width, "samples": packed(y.numpy())})

result = {"signals": cases, "resampled": {"signal": packed(x), "cases": resampled}}
Path(__file__).with_suffix(".json").write_text(json.dumps(result) + "\n")
