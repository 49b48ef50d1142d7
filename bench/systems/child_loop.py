"""The loop of a child process in Python that knows some kinds of work, as protocol.ts says."""
import json
import sys
import time


def serve(prepare):
    """prepare(work) gives (step, repeats, note), or why the work is left out as text."""
    step, repeats = None, 1
    for line in sys.stdin:
        request = json.loads(line)
        if "prepare" in request:
            prepared = prepare(request["prepare"])
            if isinstance(prepared, str):
                answer = {"skip": prepared}
            else:
                step, repeats, note = prepared
                answer = {"note": note}
        else:
            start = time.perf_counter()
            for _ in range(repeats):
                step()
            answer = {"ms": 1000 * (time.perf_counter() - start) / repeats}
        print(json.dumps(answer), flush=True)
