import type { ExportFormat } from '../../protocol/export.ts'

const weights = `
\`\`\`python
from safetensors.torch import load_file
weights = load_file("model.safetensors")      # Llama's names; config.json has the sizes in Llama's words
\`\`\`

The text side is a Llama (pre-RMSNorm, RoPE, SwiGLU), so its tensors go by Llama's names; \`time_embed\`, \`patch_encoder\`, \`patch_position\` and
\`patch_decoder\` are the image side; what no other model has (a U-Net codec, waves, an autoencoder) keeps this app's names and shapes, [in, out]. \`tokenizer.json\` is a byte tokenizer: ids 0–255 are the bytes of UTF-8, 256 is ⟨end of text⟩, which starts
every document, 257 and 258 stand around an image, 259 is padding.
`

const pytorch = `
\`\`\`sh
pip install torch numpy pillow
python generate.py --prompt "a large red ring" --out ring.png
python generate.py --caption ring.png
\`\`\`

\`\`\`python
from model import load
model, config = load(".")
logits, prediction = model(elements, patches, time)   # see the docstring of Transfusion.forward
\`\`\`

\`model.py\` needs PyTorch 2 and nothing else. Noise comes from PyTorch's generator, so the same seed draws another picture than in the app.
${weights}`

/** How to use each kind of folder, in Markdown. */
export const howTo: Record<Exclude<ExportFormat, 'labrun' | 'onnx' | 'tfjs'>, string> = { safetensors: weights, pytorch }
