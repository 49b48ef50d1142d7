"""WAV files as libsndfile writes and reads them → wav.json. Run: python test/golden/audio/wav.py (soundfile 0.14)"""

import base64
import io
import json
from pathlib import Path

import numpy as np
import soundfile as sf

random = np.random.default_rng(3)
cases = []
for container in ["WAV", "WAVEX"]:
    for codec in ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAW", "ULAW"]:
        for channels in [1, 3]:
            samples = random.uniform(-1, 1, (23, channels)) * np.geomspace(1, 1e-3, 23)[:, None]
            samples[0, 0], samples[1, 0] = 0.999, -1.0
            file = io.BytesIO()
            sf.write(file, samples, 11025, format=container, subtype=codec)
            content = file.getvalue()
            values, rate = sf.read(io.BytesIO(content), dtype="float32", always_2d=True)
            cases.append(
                {
                    "name": f"{container} {codec} {channels}",
                    "rate": rate,
                    "file": base64.b64encode(content).decode(),
                    "channels": values.T.tolist(),
                }
            )

# A compressed sound of three chirps with silence, for the decoders of FLAC and MP3.
t = np.arange(3000) / 8000
sound = np.stack([0.5 * np.sin(2 * np.pi * (300 + 400 * t) * t), 0.3 * np.sin(2 * np.pi * 500 * t)], 1)
compressed = {}
for container, codec in [("FLAC", "PCM_16"), ("MP3", "MPEG_LAYER_III")]:
    file = io.BytesIO()
    sf.write(file, sound, 8000, format=container, subtype=codec)
    values, rate = sf.read(io.BytesIO(file.getvalue()), dtype="float32", always_2d=True)
    compressed[container.lower()] = {
        "rate": rate,
        "file": base64.b64encode(file.getvalue()).decode(),
        "samples": len(values),
        "some": values[1000:1060, 0].tolist(),
    }

Path(__file__).with_suffix(".json").write_text(json.dumps({"wav": cases, "compressed": compressed}) + "\n")
