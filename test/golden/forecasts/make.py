"""Golden values of forecasts: metrics by scikit-learn, and a small SegRNN with its gradients by PyTorch.

    /work/venv/bin/python test/golden/forecasts/make.py

Written to metrics.json and segments.json beside this script.
"""
import json
import os

import numpy as np
import torch
from torch import nn

here = os.path.dirname(os.path.abspath(__file__))


def metrics():
    rng = np.random.default_rng(7)
    truth, forecast = rng.normal(10, 3, 40), rng.normal(10, 3, 40)
    past = rng.normal(10, 3, 30)
    season = 4
    levels = [0.1, 0.5, 0.9]
    quantiles = [forecast + shift for shift in (-2.0, 0.0, 2.5)]
    error = truth - forecast
    naive = past[season:] - past[:-season]
    losses = [np.mean(np.where(truth >= q, level * (truth - q), (1 - level) * (q - truth))) for level, q in zip(levels, quantiles)]
    out = {
        "truth": truth.tolist(),
        "forecast": forecast.tolist(),
        "past": past.tolist(),
        "season": season,
        "levels": levels,
        "quantiles": [q.tolist() for q in quantiles],
        "mae": float(np.abs(error).mean()),
        "mse": float((error**2).mean()),
        "smape": float(np.mean(200 * np.abs(error) / (np.abs(truth) + np.abs(forecast)))),
        "mase": float(np.abs(error).mean() / np.abs(naive).mean()),
        "rmsse": float(np.sqrt((error**2).mean() / (naive**2).mean())),
        "pinball": [float(x) for x in losses],
        # twice the integral of the pinball loss over the level: constant outside, trapezoids between
        "crps": float(2 * np.trapezoid([losses[0], *losses, losses[-1]], [0, *levels, 1])),
        "coverage": float(np.mean((truth >= quantiles[0]) & (truth <= quantiles[2]))),
    }
    try:
        from sklearn.metrics import mean_absolute_error, mean_pinball_loss, mean_squared_error

        assert abs(mean_absolute_error(truth, forecast) - out["mae"]) < 1e-12
        assert abs(mean_squared_error(truth, forecast) - out["mse"]) < 1e-12
        for level, q, loss in zip(levels, quantiles, out["pinball"]):
            assert abs(mean_pinball_loss(truth, q, alpha=level) - loss) < 1e-12
    except ImportError:
        print("scikit-learn is not installed: metrics are numpy's alone")
    json.dump(out, open(os.path.join(here, "metrics.json"), "w"))


def segments():
    """SegRNN as its authors write it: C columns, L rows, segments of s, S rows ahead."""
    torch.manual_seed(3)
    B, C, L, S, s, H = 3, 2, 6, 4, 2, 4
    m = S // s
    x = torch.randn(B, C, L)
    y = torch.randn(B, C, S)
    read = nn.Linear(s, H)
    gru = nn.GRU(H, H, batch_first=True)
    positions = torch.randn(m, H // 2, requires_grad=True)
    columns = torch.randn(C, H // 2, requires_grad=True)
    write = nn.Linear(H, s)
    linear = torch.randn(L, S, requires_grad=True)
    last = x[:, :, -1:]
    rel = x - last
    segs = torch.relu(read(rel.reshape(B * C, L // s, s)))
    _, h = gru(segs)  # [1,B·C,H]
    pos = torch.cat([positions.unsqueeze(0).repeat(C, 1, 1), columns.unsqueeze(1).repeat(1, m, 1)], -1)  # [C,m,H]
    pos = pos.view(C * m, 1, H).repeat(B, 1, 1)
    _, hy = gru(pos, h.repeat(1, 1, m).view(1, -1, H))
    out = write(hy).view(B, C, m * s) + rel @ linear + last
    loss = (out - y).abs().mean()
    loss.backward()
    order = lambda w: torch.cat([w[H : 2 * H], w[:H], w[2 * H :]])  # r z n -> z r n
    t = lambda w: order(w).T.contiguous()
    both = lambda a, b: torch.stack([order(a), order(b)])

    def named(of):
        return {
            "embedding/positions": of(positions),
            "embedding/columns": of(columns),
            "linear/kernel": of(linear),
            "read/kernel": of(read.weight).T,
            "read/bias": of(read.bias),
            "gru_1/kernel": t(of(gru.weight_ih_l0)),
            "gru_1/recurrent_kernel": t(of(gru.weight_hh_l0)),
            "gru_1/bias": both(of(gru.bias_ih_l0), of(gru.bias_hh_l0)),
            "write/kernel": of(write.weight).T,
            "write/bias": of(write.bias),
        }

    plain = lambda tensors: {k: {"shape": list(v.shape), "values": v.detach().reshape(-1).tolist()} for k, v in tensors.items()}
    json.dump(
        {
            "sizes": {"window": L, "steps": S, "columns": C, "segmentLength": s, "hiddenSize": H},
            "x": x.reshape(-1).tolist(),
            "y": y.reshape(-1).tolist(),
            "forecast": out.detach().reshape(-1).tolist(),
            "loss": float(loss.detach()),
            "weights": plain(named(lambda p: p)),
            "gradients": plain(named(lambda p: p.grad)),
        },
        open(os.path.join(here, "segments.json"), "w"),
    )


metrics()
segments()
