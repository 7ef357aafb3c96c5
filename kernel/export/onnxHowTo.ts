import type { RunConfig } from '../../protocol/config/index.ts'
import { opset } from '../engine/onnx/encode.ts'
import { rotaryAxes } from '../data/rotaryPlaces.ts'
import { graphMeanings, graphTable } from './graphs/graphWords.ts'

/** How to run an ONNX export, in Markdown. */
export const onnxHowTo = (config: RunConfig): string => `
ONNX opset ${opset}, standard operators only, float32, weights inside each file. Any ONNX runtime that knows the opset runs them; checked with ONNX Runtime in
Python, in Node and in WebAssembly (\`onnxruntime\`, \`onnxruntime-node\`, \`onnxruntime-web\`).

\`\`\`python
${(config.task === 'autoencoder' ? autoencoderExample : textExample(config)).trim()}
\`\`\`

${graphTable(config)}

${graphMeanings(config)}
`

const autoencoderExample = `
import numpy as np, onnxruntime
encode, decode = (onnxruntime.InferenceSession(f"image_{name}.onnx") for name in ("encode", "decode"))
latents = encode.run(["latents"], {"pictures": pictures})[0]       # pictures: [batch, size, size, 3] in [-1, 1]
(again,) = decode.run(None, {"latents": latents})
`

const textExample = (config: RunConfig): string => {
  const { layers, heads, dim } = config.model
  const axes = rotaryAxes(config)
  const positions = axes === 1 ? 'np.arange(past, past + len(ids), dtype=np.int32)[None]' : 'np.tile(np.arange(past, past + len(ids), dtype=np.int32), (2, 1, 1))'
  return `
import numpy as np, onnxruntime
decode = onnxruntime.InferenceSession("decode.onnx")
cache = {f"past.{n}.{kind}": np.zeros((1, ${heads}, 0, ${dim / heads}), np.float32) for n in range(${layers}) for kind in ("key", "value")}
ids, past, text = [256, *"a ".encode()], 0, []             # 256, end of text, starts every document
while len(text) < 40:
    total = past + len(ids)
    bias = np.where(np.tri(len(ids), total, past), 0, -1e9).astype(np.float32)[None, None]
    out = decode.run(None, {"source": np.array([ids], np.int32), "bias": bias, **cache,
                            "position": ${positions}})
    named = dict(zip([o.name for o in decode.get_outputs()], out))
    cache = {name.replace("present", "past"): value for name, value in named.items() if name != "logits"}
    past, ids = total, [int(named["logits"][0, -1].argmax())]
    if ids[0] >= 256: break
    text += ids
print(bytes(text).decode(errors="replace"))
`
}
