"""The loop of a child process in Python that knows some kinds of work, as protocol.ts says."""
import json
import sys
import time


def serve(prepare):
    """prepare(work) gives (step, repeats, note), or why the work is left out as text."""
    step, repeats, last = None, 1, 0.0
    for line in sys.stdin:
        request = json.loads(line)
        if "prepare" in request:
            prepared = prepare(request["prepare"])
            if isinstance(prepared, str):
                answer = {"skip": prepared}
            else:
                step, repeats, note = prepared
                last = 0.0
                answer = {"note": note}
        else:
            last = burst(step, repeats, request["burst"], last)
            answer = {"ms": last}
        print(json.dumps(answer), flush=True)


def burst(step, repeats, milliseconds, last):
    """As protocol.ts says; last: milliseconds of one step, as measured before."""
    if last <= milliseconds:
        timed(step, repeats)
    times = [timed(step, repeats)]
    while sum(times) * repeats < milliseconds:
        times.append(timed(step, repeats))
    return sum(times) / len(times)


def timed(step, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        step()
    return 1000 * (time.perf_counter() - start) / repeats
