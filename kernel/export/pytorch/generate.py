"""Draws prompts and captions pictures with an exported model.

    python generate.py --prompt "a large red ring" --out ring.png
    python generate.py --caption ring.png

Needs PyTorch and NumPy; Pillow to read pictures and to write PNG (without it, pictures are written as PPM).
"""
import argparse
import math

import numpy as np
import torch

from model import BEGIN_IMAGE, END_IMAGE, END_OF_TEXT, PADDING, PATCH, load


def alpha_bars(timesteps, schedule):
    """ᾱ_0 … ᾱ_T of the cosine (Nichol & Dhariwal 2021) or the linear schedule (Ho et al. 2020)."""
    t = np.arange(timesteps + 1)
    if schedule == "cosine":
        f = np.cos((t / timesteps + 0.008) / 1.008 * math.pi / 2) ** 2
        betas = 1 - f[1:] / f[:-1]
    else:
        scale = 1000 / timesteps
        betas = 1e-4 * scale + (0.02 - 1e-4) * scale * t[:-1] / max(1, timesteps - 1)
    return np.concatenate([[1.0], np.cumprod(1 - np.minimum(betas, 0.999))])


def mix(t, diffusion):
    """x_t = signal · x_0 + noise · ε (eq. 2), for whole and fractional t."""
    timesteps = diffusion["timesteps"]
    if diffusion["schedule"] == "straight":
        return 1 - t / timesteps, t / timesteps
    table = alpha_bars(timesteps, diffusion["schedule"])
    below = min(int(t), timesteps - 1)
    alpha_bar = table[below] ** (1 - (t - below)) * table[below + 1] ** (t - below)
    return math.sqrt(alpha_bar), math.sqrt(1 - alpha_bar)


def clean_estimate(x, prediction, kind, signal, noise):
    """x̂_0 from x_t = a·x_0 + b·ε and the prediction c·x_0 + d·ε."""
    c, d = {"epsilon": (0, 1), "x0": (1, 0), "v": (-noise, signal), "flow": (-1, 1)}[kind]
    determinant = signal * d - noise * c
    if abs(determinant) < 1e-12:
        return torch.zeros_like(x)
    return (d * x - noise * prediction) / determinant


@torch.no_grad()
def denoise(model, config, prompts, noise, guidance=None, steps=None, sampler=None, generator=None):
    """Text → image: ⟨eot⟩ prompt ⟨BOI⟩ noise, overwritten at every step (§3, Inference). noise: [B, n, P] → [B, n, P]"""
    diffusion, sample = config["diffusion"], config["sample"]
    guidance = sample["guidance"] if guidance is None else guidance
    steps, sampler = steps or sample["steps"], sampler or sample["sampler"]
    n = config["image"]["patches"]
    branches = prompts if guidance == 1 else prompts + [""] * len(prompts)  # the unconditional branch has no caption
    rows = [[END_OF_TEXT, *prompt.encode(), BEGIN_IMAGE, *[PATCH] * n] for prompt in branches]
    longest = max(map(len, rows))
    elements = torch.tensor([row + [PADDING] * (longest - len(row)) for row in rows])
    timesteps, shift = diffusion["timesteps"], sample["time_shift"]
    times = [timesteps * shift * s / (1 + (shift - 1) * s) for s in (1 - i / steps for i in range(steps + 1))]
    x = noise.clone()
    for t, s in zip(times, times[1:]):
        _, prediction = model(elements, x.repeat(len(rows) // len(x), 1, 1), torch.full((len(rows),), t / timesteps))
        if guidance != 1:
            conditional, unconditional = prediction.chunk(2)
            prediction = unconditional + guidance * (conditional - unconditional)  # Ho & Salimans 2022
        (a, b), (a_next, b_next) = mix(t, diffusion), mix(s, diffusion)
        clean = clean_estimate(x, prediction, diffusion["prediction"], a, b)
        if sample["clip"]:
            clean = clean.clamp(-1, 1)
        if sampler == "ddim":  # Song et al. 2021, eq. 12, η = 0
            x = a_next * clean + b_next / b * (x - a * clean)
        else:  # ancestral (Ho et al. 2020, alg. 2) between any two times
            alpha = a / a_next
            variance = b**2 - alpha**2 * b_next**2
            x = (alpha * b_next**2 * x + a_next * variance * clean) / b**2
            if s > 0:
                x = x + math.sqrt(variance) * torch.randn(x.shape, generator=generator)
    return x


@torch.no_grad()
def caption(model, config, patches, length=None):
    """Image → text: ⟨eot⟩ ⟨BOI⟩ clean patches (t = 0) ⟨EOI⟩, then the likeliest byte until ⟨end of text⟩. patches: [n, P]"""
    written = []
    for _ in range(length or config["caption_length"]):
        elements = torch.tensor([[END_OF_TEXT, BEGIN_IMAGE, *[PATCH] * len(patches), END_IMAGE, *written]])
        logits, _ = model(elements, patches[None], torch.zeros(1))
        token = int(logits[0, -1].argmax())
        if token >= END_OF_TEXT:
            break
        written.append(token)
    return bytes(written).decode(errors="replace")


def to_patches(pixels, size):
    """Pixels in [−1, 1] cut into patches, left to right and top to bottom. [S, S, 3] → [n, P]"""
    across = pixels.shape[0] // size
    return pixels.reshape(across, size, across, size, 3).transpose(1, 2).reshape(across * across, -1)


def to_pixels(patches, size):
    """The reverse of to_patches, as 8-bit pixels. [n, P] → uint8 [S, S, 3]"""
    across = math.isqrt(len(patches))
    pixels = patches.reshape(across, across, size, size, 3).transpose(1, 2).reshape(across * size, across * size, 3)
    return ((pixels + 1) * 127.5).round().clamp(0, 255).to(torch.uint8).numpy()


def read_picture(path, side):
    from PIL import Image, ImageOps

    picture = ImageOps.fit(Image.open(path).convert("RGB"), (side, side), Image.LANCZOS)
    return torch.from_numpy(np.asarray(picture, np.float32) / 127.5 - 1)


def write_picture(path, pixels):
    try:
        from PIL import Image
    except ImportError:
        path = path.rsplit(".", 1)[0] + ".ppm"
        with open(path, "wb") as file:
            file.write(b"P6 %d %d 255\n" % (pixels.shape[1], pixels.shape[0]) + pixels.tobytes())
    else:
        Image.fromarray(pixels).save(path)
    print(path)


def main():
    parser = argparse.ArgumentParser(description="Draw prompts and caption pictures with an exported Transfusion model.")
    parser.add_argument("--prompt", help="what to draw")
    parser.add_argument("--out", default="drawing.png", help="file of the drawing")
    parser.add_argument("--caption", metavar="FILE", help="picture to caption")
    parser.add_argument("--guidance", type=float, help="classifier-free guidance weight; 1 is none")
    parser.add_argument("--steps", type=int, help="denoising steps")
    parser.add_argument("--seed", type=int, default=0, help="seed of the noise")
    options = parser.parse_args()
    model, config = load()
    image = config["image"]
    if options.prompt is None and options.caption is None:
        parser.error("give --prompt or --caption")
    if image is None:
        parser.error("this model was trained on text alone")
    if options.prompt is not None:
        generator = torch.Generator().manual_seed(options.seed)
        noise = torch.randn(1, image["patches"], 3 * image["patch_size"] ** 2, generator=generator)
        patches = denoise(model, config, [options.prompt], noise, options.guidance, options.steps, generator=generator)
        write_picture(options.out, to_pixels(patches[0], image["patch_size"]))
    if options.caption is not None:
        print(caption(model, config, to_patches(read_picture(options.caption, image["size"]), image["patch_size"])))


if __name__ == "__main__":
    main()
