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


def is_window(name, tensor):
    """The autoencoder's convolutions come as [9 · in, out], tap by tap."""
    return tensor.ndim == 2 and name.startswith(("encoder.", "decoder.")) and name.rsplit(".", 2)[-2].isdigit() and name.endswith((".in", ".out"))


def to_torch(name, tensor):
    """F.linear takes [out, in] for our [in, out], F.conv2d [out, in, 3, 3] for our [3, 3, in, out]."""
    if is_window(name, tensor):
        tensor = tensor.view(3, 3, -1, tensor.shape[1])
    if tensor.ndim == 4:
        return tensor.permute(3, 2, 0, 1).contiguous()
    return tensor.t().contiguous() if tensor.ndim == 2 and name != "tokenEmbedding" else tensor


def from_torch(name, tensor):
    if tensor.ndim == 4:
        return tensor.permute(2, 3, 1, 0).contiguous()  # flat, this is [9 · in, out] too
    return tensor.t().contiguous() if tensor.ndim == 2 and name != "tokenEmbedding" else tensor.contiguous()


def rms_norm(x, gain):
    return F.rms_norm(x, (x.shape[-1],), gain, 1e-5)


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


def gather_windows(x, f):
    """[I, S, S, C] to [I, S/f, S/f, f·f·C]."""
    images, side, _, channels = x.shape
    return x.reshape(images, side // f, f, side // f, f * channels).permute(0, 1, 3, 2, 4).reshape(images, side // f, side // f, f * f * channels)


def spread_windows(x, f):
    """The reverse."""
    images, across, _, wide = x.shape
    return x.reshape(images, across, across, f, wide // f).permute(0, 1, 3, 2, 4).reshape(images, across * f, across * f, wide // f // f)


class LinearCodec:
    def __init__(self, p, sizes):
        self.p = p

    def encode(self, patches, time):
        return F.linear(patches + time[:, None], self.p["patch.encode"], self.p["patch.encodeBias"]).flatten(0, 1)

    def decode(self, h):
        return F.linear(h, self.p["patch.decode"], self.p["patch.decodeBias"])


class UnetCodec:
    """Images are [I, S, S, C]; a convolution sees them as [I, C, S, S] in channels-last order, so nothing is copied."""

    def __init__(self, p, sizes):
        self.p, self.patch, self.factors, self.blocks = p, sizes["patch"], sizes["factors"], sizes["blocks"]

    def linear(self, x, name):
        return F.linear(x, self.p[name], self.p[name + "Bias"])

    def convolve(self, x, name):
        return F.conv2d(x.permute(0, 3, 1, 2), self.p[name], self.p[name + "Bias"], padding=1).permute(0, 2, 3, 1)

    def norm(self, x, name):
        return F.layer_norm(x, (x.shape[-1],), self.p[name + "Gain"], self.p[name + "Bias"], 1e-5)

    def residual(self, x, name):
        first = self.convolve(F.silu(self.norm(x, name + ".norm1")), name + ".conv1") + self.linear(self.time, name + ".time")[:, None, None]
        second = self.convolve(F.silu(self.norm(first, name + ".norm2")), name + ".conv2")
        return (self.linear(x, name + ".skip") if name + ".skip" in self.p else x) + second

    def encode(self, patches, time):
        self.time, self.skips = F.silu(time), []
        images, n, vector = patches.shape
        across = math.isqrt(n)
        h = self.convolve(spread_windows(patches.view(images, across, across, vector), self.patch), "patch.in")
        for level, factor in enumerate(self.factors):
            for block in range(self.blocks):
                h = self.residual(h, f"patch.down.{level}.{block}")
                self.skips.append(h)
            if factor > 1:
                h = self.linear(gather_windows(h, factor), f"patch.down.{level}.smaller")
        self.shape = h.shape
        return self.linear(self.norm(h, "patch.encodeNorm"), "patch.encode").flatten(0, 2)

    def decode(self, h):
        x = self.linear(h, "patch.decode").view(self.shape)
        for level, factor in reversed(list(enumerate(self.factors))):
            if factor > 1:
                x = spread_windows(self.linear(x, f"patch.up.{level}.larger"), factor)
            for block in range(self.blocks):
                x = self.residual(torch.cat((x, self.skips.pop()), -1), f"patch.up.{level}.{block}")
        images = self.convolve(F.silu(self.norm(x, "patch.outNorm")), "patch.out")
        return gather_windows(images, self.patch).flatten(0, 2)


class Autoencoder:
    """The KL-VAE: pictures are [B, S, S, C], and a convolution sees them as [B, C, S, S] in channels-last order."""

    def __init__(self, p, x, sizes):
        self.p, self.x, self.stages, self.blocks, self.kl_weight = p, x, sizes["stages"], sizes["autoencoderBlocks"], sizes["klWeight"]

    def linear(self, x, name):
        return F.linear(x, self.p[name], self.p[name + "Bias"])

    def convolve(self, x, name, bias=None):
        return F.conv2d(x.permute(0, 3, 1, 2), self.p[name], bias, padding=1).permute(0, 2, 3, 1)

    def residuals(self, h, name):
        for block in range(self.blocks):
            own = f"{name}.{block}."
            inner = F.silu(self.convolve(rms_norm(h, self.p[own + "norm"]), own + "in", self.p[own + "inBias"]))
            h = h + self.convolve(inner, own + "out")
        return h

    def losses(self):
        h = self.x["pictures"]
        for stage in range(self.stages):
            h = self.residuals(self.linear(gather_windows(h, 2), f"encoder.{stage}.down"), f"encoder.{stage}")
        mean, log_variance = self.linear(F.silu(rms_norm(h, self.p["encoder.norm"])), "encoder.out").chunk(2, -1)
        log_variance = log_variance.clamp(-30, 20)
        h = self.linear(mean + torch.exp(0.5 * log_variance) * self.x["epsilon"], "decoder.in")
        for stage in reversed(range(self.stages)):
            h = F.silu(rms_norm(self.residuals(h, f"decoder.{stage}"), self.p[f"decoder.{stage}.norm"]))
            h = spread_windows(self.linear(h, f"decoder.{stage}.up"), 2)
        l1 = F.l1_loss(h, self.x["pictures"])
        kl = 0.5 * (mean.square() + log_variance.exp() - log_variance - 1).sum((1, 2, 3)).mean()
        return {"total": l1 + self.kl_weight * kl, "l1": l1, "kl": kl}


class Transfusion:
    def __init__(self, p, x, sizes):
        self.p, self.x, self.sizes = p, x, sizes
        self.codec = {"linear": LinearCodec, "unet": UnetCodec}[sizes["codec"]](p, sizes)
        half = sizes["dim"] // sizes["heads"] // 2
        length = x["bias"].shape[-1]
        angles = torch.arange(length, dtype=torch.float64)[:, None] * sizes["ropeBase"] ** (-torch.arange(half, dtype=torch.float64) / half)
        self.cos, self.sin = angles.cos().float(), angles.sin().float()
        n = sizes["timeFeatures"] // 2
        self.frequencies = (1000 * 10000 ** (-torch.arange(n, dtype=torch.float64) / n)).float()

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
        rows = torch.cat((p["tokenEmbedding"], self.codec.encode(x["patches"], time_embedding)))
        h = rows.index_select(0, x["source"])
        for layer in range(self.sizes["layers"]):
            h = self.block(h, f"layers.{layer}.")
        h = rms_norm(h, p["norm"])
        text = F.cross_entropy(F.linear(h.index_select(0, x["textAt"]), p["tokenEmbedding"]), x["textTarget"])
        prediction = self.codec.decode(h.index_select(0, x["imageAt"]))
        image = F.mse_loss(prediction, x["imageTarget"].view(prediction.shape))
        return {"total": self.sizes["textWeight"] * text + self.sizes["lambda"] * image, "text": text, "image": image}


class Reference:
    def __init__(self, sizes, tensors, specs, mode):
        self.mode, self.clip = mode, sizes["clip"]
        values = {}
        for spec in specs:
            dtype = np.float32 if spec["dtype"] == "float32" else np.int32
            array = np.frombuffer(tensors[spec["name"]], dtype=dtype).reshape(spec["shape"])
            values[spec["name"]] = torch.from_numpy(array.copy())
        self.p, x = {}, {}
        for name, value in values.items():
            if name.startswith("batch/"):
                x[name[6:]] = value.long() if value.dtype == torch.int32 else value
            else:
                self.p[name] = to_torch(name, value).requires_grad_()
        model = {"transfusion": Transfusion, "autoencoder": Autoencoder}[sizes["task"]](self.p, x, sizes)
        decay = [v for v in self.p.values() if v.ndim > 1]
        rest = [v for v in self.p.values() if v.ndim <= 1]
        options = dict(lr=sizes["lr"], betas=(sizes["beta1"], sizes["beta2"]), eps=sizes["epsilon"])
        groups = [{"params": decay, "weight_decay": sizes["weightDecay"]}, {"params": rest, "weight_decay": 0.0}]
        try:
            self.optimizer, self.kind = torch.optim.AdamW(groups, fused=True, **options), "fused"
        except (RuntimeError, TypeError):
            self.optimizer, self.kind = torch.optim.AdamW(groups, foreach=True, **options), "foreach"
        self.compiled = torch.compile(model.losses) if mode == "compile" else model.losses

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        began = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.mode == "bf16"):
            losses = self.compiled()
        losses["total"].backward()
        norm = torch.nn.utils.clip_grad_norm_(list(self.p.values()), self.clip)
        self.optimizer.step()
        values = {name: value.item() for name, value in {**losses, "gradientNorm": norm}.items()}
        return {"milliseconds": 1000 * (time.perf_counter() - began), "losses": values}

    def first_moments(self):
        for name, value in self.p.items():
            yield name, from_torch(name, self.optimizer.state[value]["exp_avg"]).numpy().tobytes()


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
