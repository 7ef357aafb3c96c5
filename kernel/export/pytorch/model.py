"""Transfusion (Zhou et al. 2024, arXiv 2408.11039) in plain PyTorch: one transformer over text tokens and image patches.

    from model import load
    model, config = load(".")                          # the folder with config.json and model.safetensors
    logits, prediction = model(elements, patches, time)

Shapes: B batch, T sequence, D model dim, H heads, K head dim, F SwiGLU hidden, V vocabulary,
I images in the batch, n patches of an image, P numbers of a patch.
"""
import json
import math
import struct
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

END_OF_TEXT, BEGIN_IMAGE, END_IMAGE, PADDING = 256, 257, 258, 259  # 0 … 255 are the bytes of UTF-8
PATCH = -1  # stands in a sequence where an image patch is


class RMSNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


def rope(x, base):
    """Rotates the pairs (x_i, x_{i+K/2}) by the angle of their position (Su et al. 2021). x: [B, H, T, K]"""
    length, half = x.shape[2], x.shape[3] // 2
    frequency = base ** (-torch.arange(half, dtype=torch.float64) / half)
    angle = torch.outer(torch.arange(length, dtype=torch.float64), frequency)  # [T, K/2]
    cos, sin = angle.cos().to(x), angle.sin().to(x)
    a, b = x.chunk(2, -1)  # [B, H, T, K/2] each
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Attention(nn.Module):
    def __init__(self, c):
        super().__init__()
        dim = c["hidden_size"]
        self.heads, self.base = c["num_attention_heads"], c["rope_theta"]
        self.q_proj, self.k_proj, self.v_proj, self.o_proj = (nn.Linear(dim, dim, bias=False) for _ in range(4))
        norm = (lambda: RMSNorm(dim // self.heads)) if c["qk_norm"] else nn.Identity
        self.q_norm, self.k_norm = norm(), norm()

    def forward(self, x, visible):
        batch, length, dim = x.shape
        split = lambda y: y.reshape(batch, length, self.heads, -1).transpose(1, 2)  # [B, H, T, K]
        q, k, v = split(self.q_proj(x)), split(self.k_proj(x)), split(self.v_proj(x))
        q, k = rope(self.q_norm(q), self.base), rope(self.k_norm(k), self.base)
        o = F.scaled_dot_product_attention(q, k, v, attn_mask=visible[:, None])  # [B, H, T, K]
        return self.o_proj(o.transpose(1, 2).reshape(batch, length, dim))


class MLP(nn.Module):
    """SwiGLU (Shazeer 2020)."""

    def __init__(self, c):
        super().__init__()
        dim, hidden = c["hidden_size"], c["intermediate_size"]
        self.gate_proj, self.up_proj = nn.Linear(dim, hidden, bias=False), nn.Linear(dim, hidden, bias=False)
        self.down_proj = nn.Linear(hidden, dim, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.input_layernorm, self.post_attention_layernorm = RMSNorm(c["hidden_size"]), RMSNorm(c["hidden_size"])
        self.self_attn, self.mlp = Attention(c), MLP(c)

    def forward(self, x, visible):
        x = x + self.self_attn(self.input_layernorm(x), visible)
        return x + self.mlp(self.post_attention_layernorm(x))


class Transformer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.embed_tokens = nn.Embedding(c["vocab_size"], c["hidden_size"])
        self.layers = nn.ModuleList(Block(c) for _ in range(c["num_hidden_layers"]))
        self.norm = RMSNorm(c["hidden_size"])


class TimeEmbedding(nn.Module):
    """Sinusoids of the timestep through a two-layer network. time: [I], t / T in [0, 1]"""

    def __init__(self, features, width):
        super().__init__()
        self.features = features
        self.in_proj, self.out_proj = nn.Linear(features, 2 * width), nn.Linear(2 * width, width)

    def forward(self, time):
        half = self.features // 2
        frequency = (1000 * 10000 ** (-torch.arange(half, dtype=torch.float64) / half)).to(time)
        angle = time[:, None] * frequency  # [I, half]
        return self.out_proj(F.silu(self.in_proj(torch.cat([angle.cos(), angle.sin()], 1))))


def attention_mask(elements, mask):
    """Who sees whom (§3, Figure 4): causal, and bidirectional among the patches of one image. elements: [B, T] → bool [B, T, T]"""
    length = elements.shape[1]
    patch, padding = elements == PATCH, elements == PADDING
    causal = torch.ones(length, length, dtype=torch.bool, device=elements.device).tril()
    image = torch.where(patch, (elements == BEGIN_IMAGE).cumsum(1), -1)  # [B, T]: number of the image, -1 for text
    same_image = patch[:, :, None] & (image[:, :, None] == image[:, None, :])
    visible = {"transfusion": causal | same_image, "causal": causal.expand_as(same_image), "bidirectional": torch.ones_like(same_image)}[mask]
    alone = padding[:, :, None] | padding[:, None, :]  # padding sees itself and is seen by nothing else
    return (visible & ~alone) | torch.eye(length, dtype=torch.bool, device=elements.device)


class Transfusion(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.mask, self.image = c["attention_mask"], c["image"]
        self.model = Transformer(c)
        dim = c["hidden_size"]
        self.lm_head = nn.Linear(dim, c["vocab_size"], bias=False)
        if c["tie_word_embeddings"]:
            self.lm_head.weight = self.model.embed_tokens.weight
        if self.image:
            vector = 3 * self.image["patch_size"] ** 2
            self.time_embed = TimeEmbedding(self.image["time_features"], vector if self.image["time_embedding"] == "patch" else dim)
            self.patch_encoder, self.patch_decoder = nn.Linear(vector, dim), nn.Linear(dim, vector)
            if self.image["patch_positions"] == "learned":
                self.patch_position = nn.Parameter(torch.zeros(self.image["patches"], dim))

    def encode_patches(self, patches, time):
        """Patch vectors into the model; t is added before the linear layer (footnote 6) or after it. [I, n, P] → [I, n, D]"""
        t = self.time_embed(time)[:, None]
        h = self.patch_encoder(patches + t) if self.image["time_embedding"] == "patch" else self.patch_encoder(patches) + t
        return h + self.patch_position if self.image["patch_positions"] == "learned" else h

    def forward(self, elements, patches=None, time=None):
        """
        elements: [B, T] token ids, and PATCH where a patch is. ⟨end of text⟩ starts every document; BEGIN_IMAGE comes before every image
        patches:  [I, n, P] noisy patches of all images, in the order in which they stand in the sequences; time: [I], t / T, 0 is clean
        returns:  logits [B, T, V] of the next element, and what is predicted of the patches [I, n, P], None without images
        """
        at = elements == PATCH
        x = self.model.embed_tokens(elements.masked_fill(at, PADDING))  # [B, T, D]
        if patches is not None:
            x[at] = self.encode_patches(patches, time).flatten(0, 1).to(x)
        visible = attention_mask(elements, self.mask)
        for layer in self.model.layers:
            x = layer(x, visible)
        h = self.model.norm(x)
        return self.lm_head(h), None if patches is None else self.patch_decoder(h[at]).reshape(patches.shape)


def read_safetensors(path):
    """Tensors by name: 8 bytes of header length, a JSON header, raw bytes."""
    raw = Path(path).read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    header, body = json.loads(raw[8 : 8 + size]), raw[8 + size :]
    header.pop("__metadata__", None)
    types = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}

    def tensor(entry):
        start, end = entry["data_offsets"]
        return torch.frombuffer(bytearray(body[start:end]), dtype=types[entry["dtype"]]).reshape(entry["shape"])

    return {name: tensor(entry) for name, entry in header.items()}


def load(folder=Path(__file__).parent, dtype=torch.float32):
    """The model of an exported folder, ready to be asked, and its config."""
    config = json.loads((Path(folder) / "config.json").read_text())
    model = Transfusion(config)
    weights = read_safetensors(Path(folder) / "model.safetensors")
    if config["tie_word_embeddings"]:
        weights["lm_head.weight"] = weights["model.embed_tokens.weight"]
    model.load_state_dict(weights)
    return model.to(dtype).eval(), config
