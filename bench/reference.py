"""The reference of the benchmark: the same training step in PyTorch, as one writes it: eager fp32, or compiled, or under bf16 autocast.

Runs as `python -c`, so it needs no file of its own. Speaks frames over stdin and stdout: 4 bytes length (little-endian),
a JSON header, then the raw bytes of the tensors that the header lists, in order.
Weights come as [in, out] and are kept as [out, in], as torch.nn.Linear does.
"""
import json
import math
import os
import struct
import sys
import time

channel = os.fdopen(os.dup(1), "wb")
# Libraries print to stdout as they please; the channel must stay clean.
os.dup2(2, 1)


def receive():
    head = sys.stdin.buffer.read(4)
    if len(head) < 4:
        sys.exit(0)
    header = json.loads(sys.stdin.buffer.read(struct.unpack("<I", head)[0]))
    tensors = {t["name"]: sys.stdin.buffer.read(t["bytes"]) for t in header.get("tensors", [])}
    return header, tensors


def send(header, parts=()):
    body = json.dumps(header).encode()
    channel.write(struct.pack("<I", len(body)) + body)
    for part in parts:
        channel.write(part)
    channel.flush()


try:
    import numpy as np
    import torch
    import torch.nn.functional as F
except Exception as error:  # whatever the reason, there is no reference then
    send({"error": f"{type(error).__name__}: {error}"})
    sys.exit(0)


def transposed(name, tensor):
    """Which parameters F.linear takes the other way round."""
    return tensor.ndim == 2 and name not in ("tokenEmbedding",)


def rms_norm(x, gain):
    return F.rms_norm(x, (x.shape[-1],), gain, 1e-5)


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


class Reference:
    def __init__(self, sizes, tensors, specs, mode):
        self.mode = mode
        self.sizes = sizes
        values = {}
        for spec in specs:
            dtype = np.float32 if spec["dtype"] == "float32" else np.int32
            array = np.frombuffer(tensors[spec["name"]], dtype=dtype).reshape(spec["shape"])
            values[spec["name"]] = torch.from_numpy(array.copy())
        self.p, self.x = {}, {}
        for name, value in values.items():
            if name.startswith("batch/"):
                self.x[name[6:]] = value.long() if value.dtype == torch.int32 else value
            else:
                own = value.t().contiguous() if transposed(name, value) else value
                self.p[name] = own.requires_grad_()
        half = sizes["dim"] // sizes["heads"] // 2
        length = self.x["bias"].shape[-1]
        angles = torch.arange(length, dtype=torch.float64)[:, None] * sizes["ropeBase"] ** (-torch.arange(half, dtype=torch.float64) / half)
        self.cos, self.sin = angles.cos().float(), angles.sin().float()
        n = sizes["timeFeatures"] // 2
        self.frequencies = (1000 * 10000 ** (-torch.arange(n, dtype=torch.float64) / n)).float()
        decay = [v for v in self.p.values() if v.ndim > 1]
        rest = [v for v in self.p.values() if v.ndim <= 1]
        options = dict(lr=sizes["lr"], betas=(sizes["beta1"], sizes["beta2"]), eps=sizes["epsilon"])
        groups = [{"params": decay, "weight_decay": sizes["weightDecay"]}, {"params": rest, "weight_decay": 0.0}]
        try:
            self.optimizer, self.kind = torch.optim.AdamW(groups, fused=True, **options), "fused"
        except (RuntimeError, TypeError):
            self.optimizer, self.kind = torch.optim.AdamW(groups, foreach=True, **options), "foreach"
        self.compiled = torch.compile(self.losses) if mode == "compile" else self.losses

    def block(self, h, layer):
        p = {key[len(layer):]: value for key, value in self.p.items() if key.startswith(layer)}
        heads, dim = self.sizes["heads"], self.sizes["dim"]
        batch, length = self.x["bias"].shape[0], self.x["bias"].shape[-1]
        qkv = F.linear(rms_norm(h, p["attentionNorm"]), p["attention.qkv"])
        q, k, v = qkv.view(batch, length, 3, heads, dim // heads).permute(2, 0, 3, 1, 4)
        o = F.scaled_dot_product_attention(rotate(q, self.cos, self.sin), rotate(k, self.cos, self.sin), v, attn_mask=self.x["bias"])
        h = h + F.linear(o.transpose(1, 2).reshape(batch * length, dim), p["attention.out"])
        gate, up = F.linear(rms_norm(h, p["mlpNorm"]), p["mlp.gateUp"]).chunk(2, -1)
        return h + F.linear(F.silu(gate) * up, p["mlp.down"])

    def losses(self):
        p, x = self.p, self.x
        angles = x["time"][:, None] * self.frequencies
        features = torch.cat((angles.cos(), angles.sin()), 1)
        time_embedding = F.linear(F.silu(F.linear(features, p["time.in"], p["time.inBias"])), p["time.out"], p["time.outBias"])
        patches = F.linear(x["patches"] + time_embedding[:, None], p["patch.encode"], p["patch.encodeBias"])
        rows = torch.cat((p["tokenEmbedding"], patches.reshape(-1, self.sizes["dim"])))
        h = rows.index_select(0, x["source"])
        for layer in range(self.sizes["layers"]):
            h = self.block(h, f"layers.{layer}.")
        h = rms_norm(h, p["norm"])
        text = F.cross_entropy(F.linear(h.index_select(0, x["textAt"]), p["tokenEmbedding"]), x["textTarget"])
        prediction = F.linear(h.index_select(0, x["imageAt"]), p["patch.decode"], p["patch.decodeBias"])
        image = F.mse_loss(prediction, x["imageTarget"].view(prediction.shape))
        return self.sizes["textWeight"] * text + self.sizes["lambda"] * image, text, image

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        began = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.mode == "bf16"):
            total, text, image = self.compiled()
        total.backward()
        norm = torch.nn.utils.clip_grad_norm_(list(self.p.values()), self.sizes["clip"])
        self.optimizer.step()
        values = [value.item() for value in (total, text, image, norm)]
        milliseconds = 1000 * (time.perf_counter() - began)
        return dict(zip(("total", "text", "image", "gradientNorm"), values), milliseconds=milliseconds)

    def first_moments(self):
        for name, value in self.p.items():
            m = self.optimizer.state[value]["exp_avg"]
            yield name, (m.t() if transposed(name, value) else m).contiguous().numpy().tobytes()


def product_rate(rows, inner, columns):
    a, b = torch.full((rows, inner), 0.5), torch.full((inner, columns), 0.5)
    best = math.inf
    for _ in range(20):
        began = time.perf_counter()
        torch.mm(a, b)
        best = min(best, time.perf_counter() - began)
    return 2 * rows * inner * columns / best / 1e9


def peak_memory():
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    except ImportError:
        return None


def about():
    blas = [part.split("=", 1)[1] for part in torch.__config__.show().replace("\n", ",").split(",") if part.strip().startswith("BLAS_INFO=")]
    capability = getattr(getattr(torch.backends, "cpu", None), "get_cpu_capability", lambda: "unknown")()
    return {"pytorch": torch.__version__, "python": sys.version.split()[0], "capability": capability, "blas": blas[0] if blas else "unknown"}


reference = None
send({"about": about(), "major": int(torch.__version__.split(".")[0])})
while True:
    header, tensors = receive()
    command = header["command"]
    try:
        if command == "open":
            torch.set_num_threads(header["threads"])
            torch.set_flush_denormal(True)
            reference = Reference(header["sizes"], tensors, header["tensors"], header["mode"])
            send({"threads": torch.get_num_threads(), "optimizer": reference.kind})
        elif command == "run":
            send({"steps": [reference.step() for _ in range(header["steps"])]})
        elif command == "firstMoments":
            parts = list(reference.first_moments())
            send({"tensors": [{"name": name, "bytes": len(data)} for name, data in parts]}, [data for _, data in parts])
        elif command == "productRate":
            send({"rate": product_rate(*header["sides"])})
        elif command == "peakMemory":
            send({"bytes": peak_memory()})
    except Exception as error:
        send({"error": f"{type(error).__name__}: {error}"})
