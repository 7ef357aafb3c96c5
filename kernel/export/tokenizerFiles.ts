import { specials } from '../data/tokenizer.ts'

/** Names of the tokens that are no byte, as other programs show them. */
const specialNames = { endOfText: '<|endoftext|>', beginImage: '<|begin_image|>', endImage: '<|end_image|>', padding: '<|padding|>' } as const

/**
 * The character that byte-level tokenizers show a byte as (GPT-2): itself where it is printable, else the next free one from U+0100.
 */
const byteCharacters = (): string[] => {
  const printable = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
  let next = 256
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++))
}

/** `tokenizer.json` of Hugging Face's `tokenizers`: byte-level BPE without merges, so that the id of a byte is the byte. */
export const tokenizerJson = (): string => JSON.stringify({
  version: '1.0', truncation: null, padding: null,
  added_tokens: Object.entries(specials).map(([key, id]) =>
    ({ id, content: specialNames[key as keyof typeof specials], single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
  post_processor: null,
  decoder: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
  model: {
    type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: false,
    vocab: Object.fromEntries(byteCharacters().map((character, byte) => [character, byte])), merges: [],
  },
}, null, 1)

export const tokenizerConfigJson = (): string => JSON.stringify({
  tokenizer_class: 'PreTrainedTokenizerFast', add_prefix_space: false, clean_up_tokenization_spaces: false,
  bos_token: specialNames.endOfText, eos_token: specialNames.endOfText, pad_token: specialNames.padding,
}, null, 1)
