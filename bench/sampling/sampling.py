"""The reference of the sampling benchmark: drawing and writing with kept keys and values in eager fp32 PyTorch.

Runs as `python -c`, speaks frames over stdin and stdout as bench/reference.py does. Linear codec, RoPE over the sequence,
QK-norm, tied embeddings, learned patch positions, predictions of x_0.
"""
import json
import os
import struct
import sys
import time

channel = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)


def receive():
    head = sys.stdin.buffer.read(4)
    if len(head) < 4:
        sys.exit(0)
    header = json.loads(sys.stdin.buffer.read(struct.unpack("<I", head)[0]))
    return header, {t["name"]: sys.stdin.buffer.read(t["bytes"]) for t in header.get("tensors", [])}


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
except Exception as error:
    send({"error": f"{type(error).__name__}: {error}"})
    sys.exit(0)


def rms_norm(x, gain):
    return F.rms_norm(x, (x.shape[-1],), gain, 1e-5)


class Model:
    def __init__(self, sizes, tensors, specs):
        self.sizes = sizes
        values = {}
        for spec in specs:
            array = np.frombuffer(tensors[spec["name"]], np.float32 if spec["dtype"] == "float32" else np.int32).reshape(spec["shape"])
            values[spec["name"]] = torch.from_numpy(array.copy())
        self.x = {name[6:]: value for name, value in values.items() if name.startswith("input/")}
        self.p = {name: (v.t().contiguous() if v.ndim == 2 and name not in ("tokenEmbedding", "patch.position") else v)
                  for name, v in values.items() if not name.startswith("input/")}
        half = sizes["dim"] // sizes["heads"] // 2
        angles = torch.arange(512, dtype=torch.float64)[:, None] * sizes["ropeBase"] ** (-torch.arange(half, dtype=torch.float64) / half)
        self.cos, self.sin = angles.cos().float(), angles.sin().float()
        n = sizes["timeFeatures"] // 2
        self.frequencies = (1000 * 10000 ** (-torch.arange(n, dtype=torch.float64) / n)).float()

    def rotate(self, x, angles):
        a, b = x.chunk(2, -1)
        cos, sin = angles
        return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)

    def read(self, h, start, past, mask=None, keep=True, angles=None):
        """The elements h [B, T, D] that stand from `start` on, or at `angles`, after `past`; gives the normalised hidden states and the longer past."""
        heads, dim = self.sizes["heads"], self.sizes["dim"]
        batch, length = h.shape[:2]
        angles = angles or (self.cos[start:start + length], self.sin[start:start + length])
        longer = []
        for layer in range(self.sizes["layers"]):
            own = lambda name: self.p[f"layers.{layer}.{name}"]
            qkv = F.linear(rms_norm(h, own("attentionNorm")), own("attention.qkv"))
            q, k, v = qkv.view(batch, length, 3, heads, dim // heads).permute(2, 0, 3, 1, 4)
            q = self.rotate(rms_norm(q, own("attention.queryNorm")), angles)
            k = self.rotate(rms_norm(k, own("attention.keyNorm")), angles)
            if past is not None:
                k, v = torch.cat((past[layer][0], k), 2), torch.cat((past[layer][1], v), 2)
            if keep:
                longer.append((k, v))
            o = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
            h = h + F.linear(o.transpose(1, 2).reshape(batch, length, dim), own("attention.out"))
            gate, up = F.linear(rms_norm(h, own("mlpNorm")), own("mlp.gateUp")).chunk(2, -1)
            h = h + F.linear(F.silu(gate) * up, own("mlp.down"))
        return rms_norm(h, self.p["norm"]), longer

    def patches(self, x, t):
        p = self.p
        angles = t * self.frequencies
        features = torch.cat((angles.cos(), angles.sin()))
        embedding = F.linear(F.silu(F.linear(features, p["time.in"], p["time.inBias"])), p["time.out"], p["time.outBias"])
        return F.linear(x + embedding, p["patch.encode"], p["patch.encodeBias"]) + p["patch.position"]

    def tokens(self, ids):
        return F.embedding(ids.long(), self.p["tokenEmbedding"])

    def draw(self, steps):
        """DDIM with guidance, the image's own elements against kept prefixes; both branches in one pass, the shorter prefix padded and hidden."""
        x, prompts, begin = self.x["noise"].clone(), self.x["prompts"], self.x["begin"]
        (count, n), most, least = x.shape[:2], prompts.shape[1], begin.shape[1]
        causal = lambda length: torch.ones(length, length, dtype=torch.bool).tril()
        given, free = (self.read(self.tokens(ids), 0, None, causal(ids.shape[1]))[1] for ids in (prompts, begin))
        padded = lambda kept: F.pad(kept, (0, 0, 0, most - least))
        past = [tuple(torch.cat((g, padded(f))) for g, f in zip(*layer)) for layer in zip(given, free)]
        mask = torch.ones(2 * count, 1, n, most + n, dtype=torch.bool)
        mask[count:, :, :, least:most] = False
        angles = [torch.cat([table[start:start + n].expand(count, 1, n, -1) for start in (most, least)]) for table in (self.cos, self.sin)]
        for t, of_x, of_image in steps:
            rows = self.patches(x, t)
            h, _ = self.read(torch.cat((rows, rows)), most, past, mask, keep=False, angles=angles)
            conditional, unconditional = F.linear(h, self.p["patch.decode"], self.p["patch.decodeBias"]).chunk(2)
            image = (unconditional + self.sizes["guidance"] * (conditional - unconditional)).clamp(-1, 1)
            x = of_x * x + of_image * image
        return x

    def write(self, count):
        """The likeliest bytes after ⟨eot⟩ ⟨BOI⟩ clean patches ⟨EOI⟩, one by one."""
        images, begin, end = self.x["images"], self.x["begin"], self.x["end"]
        rows = torch.cat((self.tokens(begin), self.patches(images, 0.0), self.tokens(end)), 1)
        length, n = rows.shape[1], images.shape[1]
        mask = torch.ones(length, length, dtype=torch.bool).tril()
        mask[2:2 + n, 2:2 + n] = True
        h, past = self.read(rows, 0, None, mask)
        written = []
        for i in range(count):
            written.append(F.linear(h[:, -1], self.p["tokenEmbedding"])[:, :256].argmax(-1))
            if i + 1 < count:
                h, past = self.read(self.tokens(written[-1][:, None]), length + i, past)
        return torch.stack(written, 1)


model = None
send({"about": {"pytorch": torch.__version__, "python": sys.version.split()[0]}, "major": int(torch.__version__.split(".")[0])})
while True:
    header, tensors = receive()
    try:
        with torch.inference_mode():
            if header["command"] == "open":
                torch.set_num_threads(header["threads"])
                torch.set_flush_denormal(True)
                model = Model(header["sizes"], tensors, header["tensors"])
                send({})
                continue
            began = time.perf_counter()
            result = model.draw(header["steps"]) if header["command"] == "draw" else model.write(header["count"])
            seconds = time.perf_counter() - began
        data = result.to(torch.float32).contiguous().numpy().tobytes()
        send({"seconds": seconds, "tensors": [{"name": "result", "bytes": len(data)}]}, [data])
    except Exception as error:
        send({"error": f"{type(error).__name__}: {error}"})
