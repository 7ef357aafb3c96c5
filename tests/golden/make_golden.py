"""The same model in plain PyTorch: writes the numbers that golden.test.ts compares ours with.

    node24 tests/golden/makeInputs.ts
    python3 tests/golden/make_golden.py tests/golden        # PyTorch 2.6 was used

For each CASE.inputs.safetensors of the folder it writes CASE.golden.safetensors. Nothing here is derived from our
code: attention is softmax over a boolean mask built from the outlines, gradients are autograd's, the optimiser is
torch.optim.AdamW.
"""
import json
import math
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
NUMPY = {"F32": np.float32, "I32": np.int32}


def read(path):
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + size])
    about = json.loads(header.pop("__metadata__")["about"])
    body = raw[8 + size :]
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        values = np.frombuffer(body[start:end], NUMPY[entry["dtype"]]).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return about, tensors


def write(path, tensors):
    header, body = {}, b""
    for name, tensor in tensors.items():
        values = tensor.detach().numpy().astype(np.float32)
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [len(body), len(body) + values.nbytes]}
        body += values.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def attention_mask(about):
    """[B, T, T], True where the query sees the key."""
    length = about["shape"]["length"]
    mask = torch.eye(length, dtype=torch.bool).repeat(len(about["outlines"]), 1, 1)
    for b, outline in enumerate(about["outlines"]):
        used = sum(document["length"] for document in outline)
        seen = torch.tril(torch.ones(used, used, dtype=torch.bool))
        at = 0
        for document in outline:
            for item in document["items"] if about["mask"] == "transfusion" else []:
                first, last = at + item["at"], at + item["at"] + item["rows"] * item["cols"]
                seen[first:last, first:last] = True
            if not about["crossDocument"]:
                seen[at : at + document["length"], :at] = False
            at += document["length"]
        mask[b, :used, :used] = seen
    return mask


def rms_norm(x, gain):
    return x / torch.sqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * gain


def rope(x, base):
    """Llama's rotation of the pairs (i, i + K/2). x: [B, H, T, K]."""
    length, half = x.shape[2], x.shape[3] // 2
    angle = torch.outer(torch.arange(length, dtype=torch.float64), base ** (-torch.arange(half, dtype=torch.float64) / half))
    turn = torch.polar(torch.ones_like(angle), angle).to(torch.complex64)
    turned = torch.complex(x[..., :half], x[..., half:]) * turn
    return torch.cat([turned.real, turned.imag], -1)


def time_embedding(t, p):
    frequency = 1000 * 10000 ** (-torch.arange(32, dtype=torch.float64) / 32)
    angle = t.double()[:, None] * frequency
    features = torch.cat([angle.cos(), angle.sin()], 1).float()
    return F.silu(features @ p["time.in"] + p["time.inBias"]) @ p["time.out"] + p["time.outBias"]


def block(x, layer, p, mask, model):
    batch, length, dim = x.shape
    heads = model["heads"]
    own = lambda name: p[f"layers.{layer}.{name}"]
    q, k, v = (rms_norm(x, own("attentionNorm")) @ own("attention.qkv")).chunk(3, -1)
    q, k, v = (part.reshape(batch, length, heads, dim // heads).transpose(1, 2) for part in (q, k, v))
    if model["qkNorm"]:
        q, k = rms_norm(q, own("attention.queryNorm")), rms_norm(k, own("attention.keyNorm"))
    q, k = rope(q, model["ropeBase"]), rope(k, model["ropeBase"])
    out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None])
    x = x + out.transpose(1, 2).reshape(batch, length, dim) @ own("attention.out")
    gate, up = (rms_norm(x, own("mlpNorm")) @ own("mlp.gateUp")).chunk(2, -1)
    return x + (F.silu(gate) * up) @ own("mlp.down")


def forward(x, p, about, mask):
    model, shape = about["model"], about["shape"]
    time = time_embedding(x["time"], p)[:, None]
    before = about["diffusion"]["timeEmbedding"] == "patch"
    patches = (x["patches"] + time if before else x["patches"]) @ p["patch.encode"] + p["patch.encodeBias"]
    if not before:
        patches = patches + time
    if model["patchPositions"] == "learned":
        patches = patches + p["patch.position"]
    rows = torch.cat([p["tokenEmbedding"], patches.flatten(0, 1)])
    h = rows[x["source"].long()].reshape(shape["batch"], shape["length"], -1)
    for layer in range(model["layers"]):
        h = block(h, layer, p, mask, model)
    h = rms_norm(h, p["norm"]).flatten(0, 1)
    head = p["tokenEmbedding"].T if model["tiedEmbeddings"] else p["head"]
    prediction = h[x["imageAt"].long()] @ p["patch.decode"] + p["patch.decodeBias"]
    return h[x["textAt"].long()] @ head, prediction.reshape(x["patches"].shape)


def losses(x, p, about, mask):
    logits, prediction = forward(x, p, about, mask)
    each_token = F.cross_entropy(logits, x["textTarget"].long(), reduction="none")
    text = (each_token * x["textWeight"]).sum() / x["textWeight"].sum()
    each_image = F.mse_loss(prediction, x["imageTarget"], reduction="none").mean((1, 2))
    image = (each_image * x["imageWeight"]).sum() / x["imageWeight"].sum()
    total = about["loss"]["textWeight"] * text + about["loss"]["lambda"] * image
    return {"logits": logits, "prediction": prediction, "text": text, "image": image, "total": total}


def optimiser(p, train):
    return torch.optim.AdamW(
        [
            {"params": [value for value in p.values() if value.dim() > 1], "weight_decay": train["weightDecay"]},
            {"params": [value for value in p.values() if value.dim() <= 1], "weight_decay": 0.0},
        ],
        betas=(train["beta1"], train["beta2"]), eps=train["epsilon"],
    )


def golden(about, tensors):
    x = {name.removeprefix("input/"): value for name, value in tensors.items() if name.startswith("input/")}
    p = {name.removeprefix("param/"): value.requires_grad_() for name, value in tensors.items() if name.startswith("param/")}
    mask, train = attention_mask(about), about["train"]
    steps, result = optimiser(p, train), {}
    for number, lr in enumerate(about["lr"]):
        out = losses(x, p, about, mask)
        steps.zero_grad()
        out["total"].backward()
        if number == 0:
            result |= out
            result |= {f"norm/{name}": value.grad.norm() for name, value in p.items()}
        norm = torch.nn.utils.clip_grad_norm_(p.values(), train["clip"] or math.inf)
        result |= {f"step{number}/{name}": out[name] for name in ("total", "text", "image")} | {f"step{number}/gradientNorm": norm}
        for group in steps.param_groups:
            group["lr"] = lr
        steps.step()
    return result | {f"after/{name}": value for name, value in p.items()}


for path in sorted(Path(sys.argv[1]).glob("*.inputs.safetensors")):
    write(path.with_name(path.name.replace(".inputs.", ".golden.")), golden(*read(path)))
    print(path.name)
