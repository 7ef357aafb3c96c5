"""Compares exports with the running engine, in real Python.

    node tests/interop/makeCases.ts OUT [CHECKPOINT ...]
    python3 tests/interop/check.py OUT

Says what it could not check and why; ends with 1 when a difference is larger than it may be.
"""
import importlib
import json
import struct
import sys
from pathlib import Path

import numpy as np

NUMPY = {"F32": np.float32, "I32": np.int32}
failures = 0


def read(path):
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    header, body = json.loads(raw[8 : 8 + size]), raw[8 + size :]
    about = header.pop("__metadata__")
    return about, {name: np.frombuffer(body[slice(*e["data_offsets"])], NUMPY[e["dtype"]]).reshape(e["shape"]) for name, e in header.items()}


def say(what, difference, most):
    global failures
    failures += not difference <= most
    print(f"{'ok  ' if difference <= most else 'FAIL'}  {what}: largest difference {difference:.2e}, at most {most:.0e}")


def largest(a, b):
    """Largest difference, measured in the size of the values where they are larger than 1."""
    return float(np.abs(np.asarray(a) - np.asarray(b)).max() / max(1, np.abs(np.asarray(b)).max()))


def check_torch(folder, expected, used, most):
    import torch

    for module in ("model", "generate"):
        sys.modules.pop(module, None)
    sys.path.insert(0, str(folder))
    try:
        generate = importlib.import_module("generate")
        model, config = sys.modules["model"].load(folder)
        with torch.no_grad():
            images = "patches" in expected
            parts = [torch.from_numpy(expected[name].copy()) for name in ("patches", "time")] if images else []
            logits, prediction = model(torch.from_numpy(expected["elements"].copy()).long(), *parts)
            name = f"{folder.parent.name}/{folder.name}"
            say(f"{name} logits", largest(logits[0, :used], expected["logits"][:used]), most)
            if images:
                say(f"{name} prediction", largest(prediction, expected["prediction"]), most)
            if images and folder.name == "pytorch":
                drawn = generate.denoise(model, config, ["ring"], parts[0], sampler="ddim")
                say(f"{name} drawing of {config['sample']['steps']} steps", largest(drawn, expected["drawn"]), 1e-3)
    finally:
        sys.path.remove(str(folder))


def check_onnx(folder, expected, used):
    import onnxruntime

    feeds = {name: expected[name] for name in ("source", "position", "bias", "patches", "time", "imageAt") if name in expected}

    def run(graph, feeds):
        session = onnxruntime.InferenceSession(str(folder / f"{graph}.onnx"), providers=["CPUExecutionProvider"])
        names = [each.name for each in session.get_inputs()]
        outputs = session.run(None, {name: value for name, value in feeds.items() if name in names})
        return dict(zip([each.name for each in session.get_outputs()], outputs))

    name = folder.parent.name
    whole = run("prefill", feeds | {"textAt": np.arange(used, dtype=np.int32)})
    say(f"{name}/onnx prefill", largest(whole["logits"], expected["logits"][:used]), 1e-5)
    # The end of the text again, token by token, after the cache of what comes before it.
    first = used - 2
    cache = {n.replace("present", "past"): v[:, :, :first] for n, v in whole.items() if n != "logits"}
    # Under a mask that lets earlier elements see later ones there is no such cache.
    for at in range(first if feeds["bias"][0, 0, 0, 1] < 0 else used, used):
        step = run("decode", cache | {"source": feeds["source"][:, at : at + 1], "position": feeds["position"][:, at : at + 1], "bias": feeds["bias"][:, :, at : at + 1, : at + 1]})
        say(f"{name}/onnx decode of element {at}", largest(step["logits"][0, 0], expected["logits"][at]), 1e-5)
        cache = {n.replace("present", "past"): v for n, v in step.items() if n != "logits"}
    if "patches" in expected:
        say(f"{name}/onnx denoise", largest(run("denoise", feeds)["prediction"], expected["prediction"]), 1e-5)
        hidden = run("patch_encode", feeds)["hidden"]
        say(f"{name}/onnx patch_decode(patch_encode) is finite", float(not np.isfinite(run("patch_decode", {"hidden": hidden})["patches"]).all()), 0)


def check_package(folder, package):
    from safetensors.numpy import load_file

    weights = load_file(folder / "model.safetensors")
    print(f"ok    {folder.parent.name}: {package} reads {len(weights)} tensors")


def there(package):
    try:
        module = importlib.import_module(package)
        print(f"with  {package} {getattr(module, '__version__', '')}")
        return True
    except ImportError as error:
        print(f"skip  everything of {package}: {error}")
        return False


torch, onnxruntime, safetensors = there("torch"), there("onnxruntime"), there("safetensors")
for case in sorted(path.parent for path in Path(sys.argv[1]).glob("*/expected.safetensors")):
    about, expected = read(case / "expected.safetensors")
    used = int(about["used"])
    if torch:
        # A rounding of the weights by 2^-11 or 2^-8 moves outputs by some times as much.
        for name, most in (("pytorch", 1e-5), ("pytorch-fp16", 2e-2), ("pytorch-bf16", 2e-1)):
            check_torch(case / name, expected, used, most)
    if onnxruntime:
        check_onnx(case / "onnx", expected, used)
    if safetensors:
        check_package(case / "pytorch", "safetensors")
sys.exit(failures > 0)
